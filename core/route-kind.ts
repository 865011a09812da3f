import type { RelayRoute, Route, ServiceRoute } from "./types.ts";

const SERVICE_KINDS: readonly string[] = [
  "renew",
  "clear",
  "restore-script",
  "withdraw",
  "grant",
] satisfies ServiceRoute["kind"][];

/** One of the cookie service, answered here. */
export function isServiceRoute(route: Route): route is ServiceRoute {
  return SERVICE_KINDS.includes(route.kind);
}

/** One that leads to a vendor. */
export function isRelayRoute(route: Route): route is RelayRoute {
  return !isServiceRoute(route) && route.kind !== "service-worker";
}
