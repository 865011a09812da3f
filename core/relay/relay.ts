import type { Endpoint, Exchange } from "../endpoint.ts";
import { FirstPartyError } from "../errors.ts";
import { fetchTransport } from "../fetch-types.ts";
import type { Settings } from "../options.ts";
import { wholeBody } from "../request-body.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import { clientAnswer } from "./client-answer.ts";
import { keyJudge } from "./keys.ts";
import { planRoute } from "./plan.ts";
import { askVendor } from "./ask-vendor.ts";
import { counted, type Upstream, upstreamOf } from "./in-flight.ts";
import { upstreamRequest } from "./upstream-request.ts";

/** One exchange with a vendor, top to bottom. The method was judged by the router's caller. */
export function relayEndpoint(
  vendor: Vendor,
  route: RelayRoute,
  settings: Settings,
  upstreams: Map<string, Upstream>,
): Endpoint {
  const plan = planRoute(vendor, route, settings);
  const upstream = upstreamOf(plan.origin, settings.inFlight, upstreams);
  const hasGoodKey = keyJudge(vendor, route);
  return {
    place: plan.place,
    methods: route.methods,
    requestHeaders: route.requestHeaders,
    async serve(exchange) {
      const transport = exchange.context.fetch ?? fetchTransport;
      const { method } = exchange.request;
      const hasBody = method !== "GET" && method !== "HEAD";
      const body = hasBody ? await wholeBody(exchange.request, plan, plan.place) : null;
      if (hasGoodKey?.(exchange, body) === false) throw new FirstPartyError("key_not_allowed", plan.place);
      const request = upstreamRequest(exchange, plan, settings, body, transport.encoding);
      const exchangeOver = counted(upstream, plan.place, () => askVendor(transport, request, plan, exchange));
      // An event that has come in whole is delivered, even if a serverless platform would stop once the client has gone.
      if (route.kind === "collect") keepAlive(exchange, exchangeOver);
      return clientAnswer(await exchangeOver, exchange, plan, settings, transport.encoding);
    },
  };
}

/** A platform that does not keep the instance (`waitUntil` throws, older contexts have none) costs no event its answer. */
function keepAlive({ context }: Exchange, work: Promise<unknown>): void {
  const settled = work.catch(() => {});
  try {
    context.waitUntil?.(settled);
  } catch {
    // The answer is still to come, and the instance lives until then.
  }
}
