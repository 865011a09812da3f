import { mayChangeCookies } from "../callers.ts";
import { decider } from "../consent/decide.ts";
import type { Endpoint, Exchange } from "../endpoint.ts";
import { FirstPartyError } from "../errors.ts";
import { fetchTransport } from "../fetch-types.ts";
import type { Settings } from "../options.ts";
import type { PrivacySettings } from "../privacy/options.ts";
import { wholeBody } from "../request-body.ts";
import type { Answer, RelayRoute, Vendor } from "../types.ts";
import { acknowledger, drop, hasBody } from "./acknowledge.ts";
import { anonymizer, untagged } from "./anonymous.ts";
import { clientAnswer } from "./client-answer.ts";
import { keyFinder } from "./keys.ts";
import { planRoute } from "./plan.ts";
import { askVendor } from "./ask-vendor.ts";
import { eventStripper } from "./strip-events.ts";
import { counted, type Upstream, upstreamOf } from "./in-flight.ts";
import { visitFinder } from "./identify.ts";
import { listener } from "./said.ts";
import { upstreamRequest } from "./upstream-request.ts";

/** One exchange with a vendor, top to bottom. The method was judged by the router's caller. */
export function relayEndpoint(
  vendor: Vendor,
  route: RelayRoute,
  settings: Settings,
  upstreams: Map<string, Upstream>,
): Endpoint {
  const fullPlan = planRoute(vendor, route, settings);
  const nobody = { ...settings, privacy: ofNobody(settings.privacy) };
  const strippedPlan = planRoute(vendor, route, nobody);
  const { place } = fullPlan;
  const upstream = upstreamOf(fullPlan.origin, settings.inFlight, upstreams);
  const findKeys = keyFinder(vendor, route);
  const isEvent = route.kind === "collect";
  const namesSomebody = route.personIn?.some((each) => each.in === "path" && each.nobody.length === 0) === true;
  const hasCookies = fullPlan.cookiesUp.length > 0 || fullPlan.cookiesDown.length > 0;
  const decide = decider(vendor, settings, place);
  const listen = listener(vendor, route, settings);
  const visitOf = visitFinder(vendor, route, settings);
  const anonymize = anonymizer(settings, vendor, route);
  const acknowledge = acknowledger(route, settings, "consent");
  const stripEvents = eventStripper(vendor, route);
  return {
    place,
    methods: route.methods,
    requestHeaders: route.requestHeaders,
    isPersonal: route.identity !== undefined && !isEvent ? "kept" : false,
    async serve(sent) {
      const said = listen(sent.request);
      const visit = visitOf?.(sent, said);
      const { identity, relay } = decide(sent, visit?.cookies).effect;
      const identified = (answer: Answer, keys?: readonly string[]) =>
        visit?.answered(answer, identity, keys) ?? answer;
      const mayHaveBody = hasBody(sent.request.method);
      // Files and settings name nobody, or can be made to, and pass; in a body they could.
      const mayTell = isEvent || mayHaveBody || namesSomebody;
      if (relay === "refuse" && mayTell) return identified(await drop(sent, acknowledge, fullPlan, place));
      const isStripped = relay !== "pass";
      const exchange = isStripped ? anonymize(sent) : sent;
      const plan = isStripped ? strippedPlan : fullPlan;
      // By a stranger's page anything is relayed, as by anybody; but not as this visitor.
      const mayCarry = !isStripped && hasCookies && mayChangeCookies(sent, settings);
      const transport = exchange.context.fetch ?? fetchTransport;
      let body = mayHaveBody ? await wholeBody(sent, plan, place) : null;
      if (body !== null) await said.hear(body);
      const keys = findKeys?.(sent, said);
      if (findKeys && !keys) throw new FirstPartyError("key_not_allowed", place);
      if (isStripped && mayTell) {
        body = body && stripEvents(body, exchange);
        if (body === null) return identified(acknowledge(sent), keys);
      }
      const request = upstreamRequest(
        exchange,
        plan,
        isStripped ? nobody : settings,
        body,
        transport.encoding,
        mayCarry ? said : undefined,
      );
      const exchangeOver = counted(upstream, place, () => askVendor(transport, request, plan, sent));
      // An event that has come in whole is delivered, even if a serverless platform would stop once the client has gone.
      if (isEvent) keepAlive(exchange, exchangeOver);
      const answer = await exchangeOver;
      const named = plan.rewrite?.(answer, exchange) ?? answer;
      return identified(
        clientAnswer(
          isStripped ? untagged(named) : named,
          exchange,
          plan,
          settings,
          transport.encoding,
          mayCarry && identity === "keep" ? said : undefined,
        ),
        keys,
      );
    },
  };
}

/** At the least what `privacy` can keep back of a device and a page; the rest is the anonymizer's. */
function ofNobody(privacy: PrivacySettings): PrivacySettings {
  return { ...privacy, userAgent: "coarsen", referer: privacy.referer === "drop" ? "drop" : "origin" };
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
