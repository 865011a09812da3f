import { mayChangeCookies, mayGrant } from "../callers.ts";
import { corsHeaders } from "../cors.ts";
import type { ConsentState } from "../consent/consent-types.ts";
import { decider } from "../consent/decide.ts";
import { granter, withdrawer } from "./withdrawal.ts";
import type { Endpoint, Exchange } from "../endpoint.ts";
import { type FailurePlace, FirstPartyError } from "../errors.ts";
import type { Settings } from "../options.ts";
import { declaredLength } from "../request-body.ts";
import type { Answer, ServiceRoute, Vendor } from "../types.ts";
import { type CookieChange, clear } from "./changes.ts";
import { cookiesOf, type RequestCookies } from "../cookie-header.ts";
import { groupFinder } from "./groups.ts";
import { identityPlanner } from "./plan.ts";
import { toSetCookies } from "./set-cookie.ts";

/** The SDK sends `{"sentAt":…}`; what is longer is not the SDK. The body is never read. */
const MAX_BODY_BYTES = 4_096;

/** What one visit does. */
interface Visit {
  readonly changes: readonly CookieChange[];
  /** What the visitor said, where somebody had to be asked. */
  readonly consent?: ConsentState | undefined;
  /** Whether the vendor is switched off, so that nothing was done. */
  readonly disabled?: true;
}

const NOTHING: Visit = { changes: [] };
const OFF: Visit = { changes: [], disabled: true };

/** Renew, clear, restore.js, withdraw and grant: answered at once, with nothing asked of the vendor, and 200 even where there is nothing to do. */
export function identityEndpoint(vendor: Vendor, route: ServiceRoute, settings: Settings): Endpoint {
  const place = { vendor: vendor.id, route: route.path };
  const isScript = route.kind === "restore-script";
  const isOff = settings.disabled.has(vendor.id) && (isScript || route.kind === "renew");
  const mayCall = route.kind === "grant" ? mayGrant : mayChangeCookies;
  const visit = visitOf(vendor, route, settings, place);
  return {
    place,
    methods: isScript ? ["GET", "HEAD"] : ["POST"],
    requestHeaders: ["accept", "content-type"],
    isPersonal: true,
    serve(exchange) {
      const isAllowed = mayCall(exchange, settings);
      // A stranger's script element cannot tell why and has nothing to see: it gets the script, and no cookie changes.
      if (!isAllowed && !isScript) throw new FirstPartyError("forbidden", place);
      if (declaredLength(exchange.request) > MAX_BODY_BYTES) throw new FirstPartyError("body_too_large", place);
      const made = !isAllowed
        ? NOTHING
        : isOff
          ? OFF
          : visit(exchange, cookiesOf(exchange.request, settings.headerBytes, place));
      return isScript ? restoreScript(exchange, made, settings) : report(exchange, made, settings);
    },
  };
}

function visitOf(
  vendor: Vendor,
  { kind }: ServiceRoute,
  settings: Settings,
  place: FailurePlace,
): (exchange: Exchange, cookies: RequestCookies) => Visit {
  if (kind === "withdraw" || kind === "grant") {
    const plan = (kind === "withdraw" ? withdrawer : granter)(settings.vendors);
    return (_, cookies) => ({ changes: plan(cookies) });
  }
  if (kind === "clear") {
    const findGroups = groupFinder(vendor);
    // Clear leaves the marker: a renew that left before the reset may still be on its way to write the twins back.
    return ({ site }, cookies) => ({ changes: findGroups(cookies, site.host).flatMap(clear) });
  }
  const decide = decider(vendor, settings, place);
  const plan = identityPlanner(vendor, "renew", settings);
  return (exchange, cookies) => {
    const { state: consent, effect } = decide(exchange, cookies);
    return { consent, changes: plan(cookies, effect.identity, exchange.site.host).changes };
  };
}

/** Says by cookie name what was done; holds no value. */
function report(exchange: Exchange, visit: Visit, settings: Settings): Answer {
  const written: string[] = [];
  const expired: string[] = [];
  for (const change of visit.changes) {
    if ("write" in change) written.push(change.name);
    else expired.push(change.name);
  }
  const body = JSON.stringify({ written, expired, consent: visit.consent, disabled: visit.disabled });
  return answer(exchange, visit, settings, "application/json", body);
}

function restoreScript(exchange: Exchange, visit: Visit, settings: Settings): Answer {
  const body =
    exchange.request.method === "HEAD" ? null : "/* firstparty: the cookies are back before the SDK reads them */\n";
  return answer(exchange, visit, settings, "text/javascript; charset=utf-8", body);
}

function answer(
  exchange: Exchange,
  { changes }: Visit,
  settings: Settings,
  contentType: string,
  body: string | null,
): Answer {
  return {
    status: 200,
    headers: {
      "content-type": contentType,
      "x-content-type-options": "nosniff",
      ...corsHeaders(exchange, settings),
    },
    setCookies: toSetCookies(changes, exchange.site, settings.maxAgeSeconds),
    body,
  };
}
