import type { Route, ServiceRoute } from "./types.ts";

/** Answered here, with no request to a vendor. */
export function isServiceRoute(route: Route): route is ServiceRoute {
  return route.kind === "renew" || route.kind === "clear" || route.kind === "restore-script";
}
