import { callerNetwork } from "./caller-network.ts";
import type { Endpoint } from "./endpoint.ts";
import { FirstPartyError } from "./errors.ts";
import type { Settings } from "./options.ts";
import { isServiceRoute } from "./route-kind.ts";
import { tokenBuckets } from "./token-buckets.ts";
import type { Rate, Route } from "./types.ts";

/** Ten a second is no visitor, and 300 at once an office behind one address. */
const IDENTITY_RATE: Rate = { perSecond: 10, burst: 300 };

/**
 * Puts the limit of its kind in front of an endpoint: one for the cookie service of all vendors, one for all their events, none for files.
 * Nothing of it is logged but that it happened.
 */
export function rateLimiter(settings: Settings): (route: Route, endpoint: Endpoint) => Endpoint {
  const { identity, collect } = settings.rateLimit;
  const ofIdentity = limit(identity ?? IDENTITY_RATE, identity === undefined, settings);
  const ofCollect = limit(collect, false, settings);
  return (route, endpoint) =>
    isServiceRoute(route) ? ofIdentity(endpoint) : route.kind === "collect" ? ofCollect(endpoint) : endpoint;
}

function limit(rate: Rate | false, isDefault: boolean, settings: Settings): (endpoint: Endpoint) => Endpoint {
  if (rate === false) return (endpoint) => endpoint;
  const take = tokenBuckets(rate);
  return (endpoint) => ({
    ...endpoint,
    serve(exchange) {
      const caller = isDefault && !exchange.context.isLongLived ? undefined : callerNetwork(exchange, settings);
      // A clock that nobody sets back.
      const seconds = caller === undefined ? 0 : take(caller, performance.now());
      if (seconds > 0) throw new FirstPartyError("rate_limited", { ...endpoint.place, retryAfter: Math.ceil(seconds) });
      return endpoint.serve(exchange);
    },
  });
}
