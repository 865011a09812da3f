import type { Route, ServiceRoute } from "./types.ts";

const SERVICE_KINDS: readonly string[] = [
  "renew",
  "clear",
  "restore-script",
  "withdraw",
  "grant",
] satisfies ServiceRoute["kind"][];

/** Answered here, with no request to a vendor. */
export function isServiceRoute(route: Route): route is ServiceRoute {
  return SERVICE_KINDS.includes(route.kind);
}
