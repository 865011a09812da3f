import { callerNetwork } from "./caller-network.ts";
import { mayChangeCookies } from "../callers.ts";
import type { Endpoint, Exchange } from "../endpoint.ts";
import { FirstPartyError } from "../errors.ts";
import type { Settings } from "../options.ts";
import { tokenBuckets } from "./token-buckets.ts";
import type { Rate, Route } from "../types.ts";

/** Ten a second is no visitor, and 300 at once an office behind one address. */
const IDENTITY_RATE: Rate = { perSecond: 10, burst: 300 };

/**
 * Puts the limit of its kind in front of an endpoint, each with buckets of its own for all vendors together: renew and restore.js, clear,
 * events. None for files, and none for withdraw and grant: thousands live behind one address, and no neighbour's calls may keep somebody
 * from saying no. Nothing of it is logged but that it happened.
 */
export function rateLimiter(settings: Settings): (route: Route, endpoint: Endpoint) => Endpoint {
  const { identity, collect } = settings.rateLimit;
  // What another site has a visitor's browser send is refused, and not counted: it would use up what is his.
  const isCounted = (exchange: Exchange) =>
    (identity !== undefined || exchange.context.isLongLived === true) && mayChangeCookies(exchange, settings);
  const ofIdentity = () => limit(identity ?? IDENTITY_RATE, isCounted, settings);
  const renew = ofIdentity();
  const limits: Limits = {
    renew,
    "restore-script": renew,
    clear: ofIdentity(),
    collect: limit(collect, () => true, settings),
  };
  return ({ kind }, endpoint) => limits[kind]?.(endpoint) ?? endpoint;
}

type Limits = { readonly [Kind in Route["kind"]]?: (endpoint: Endpoint) => Endpoint };

function limit(
  rate: Rate | false,
  isCounted: (exchange: Exchange) => boolean,
  settings: Settings,
): (endpoint: Endpoint) => Endpoint {
  if (rate === false) return (endpoint) => endpoint;
  const take = tokenBuckets(rate);
  return (endpoint) => ({
    ...endpoint,
    serve(exchange) {
      const caller = isCounted(exchange) ? callerNetwork(exchange, settings) : undefined;
      // A clock that nobody sets back.
      const seconds = caller === undefined ? 0 : take(caller, performance.now());
      if (seconds > 0) throw new FirstPartyError("rate_limited", { ...endpoint.place, retryAfter: Math.ceil(seconds) });
      return endpoint.serve(exchange);
    },
  });
}
