import { mayChangeCookies } from "../callers.ts";
import { corsHeaders } from "../cors.ts";
import type { Endpoint, Exchange } from "../endpoint.ts";
import { FirstPartyError } from "../errors.ts";
import type { Settings } from "../options.ts";
import { declaredLength } from "../request-body.ts";
import type { Answer, ServiceRoute, Vendor } from "../types.ts";
import { type CookieChange, clear, isPresent, renew, spendResetMarker, wasReset } from "./changes.ts";
import { cookiesOf, type RequestCookies } from "./cookie-header.ts";
import { type FindGroups, groupFinder, MAX_RENEWED_MATCHES } from "./groups.ts";
import { toSetCookies } from "./set-cookie.ts";

/** The SDK sends `{"sentAt":…}`; what is longer is not the SDK. The body is never read. */
const MAX_BODY_BYTES = 4_096;

/** Renew, clear and restore.js: answered at once, with nothing asked of the vendor, and 200 even where there is nothing to do. */
export function identityEndpoint(vendor: Vendor, route: ServiceRoute, settings: Settings): Endpoint {
  const place = { vendor: vendor.id, route: route.path };
  const isScript = route.kind === "restore-script";
  const isClear = route.kind === "clear";
  const findGroups = groupFinder(vendor);
  const isOff = settings.disabled.has(vendor.id) && (isScript || route.kind === "renew");
  return {
    place,
    methods: isScript ? ["GET", "HEAD"] : ["POST"],
    requestHeaders: ["accept", "content-type"],
    isPersonal: true,
    serve(exchange) {
      const isAllowed = mayChangeCookies(exchange, settings);
      // A stranger's script element cannot tell why and has nothing to see: it gets the script, and no cookie changes.
      if (!isAllowed && !isScript) throw new FirstPartyError("forbidden", place);
      if (declaredLength(exchange.request) > MAX_BODY_BYTES) throw new FirstPartyError("body_too_large", place);
      const cookies = isAllowed && !isOff ? cookiesOf(exchange.request, settings.headerBytes, place) : undefined;
      const changes = cookies ? changesFor(cookies, vendor.id, findGroups, isClear, settings.groupBytes) : [];
      return isScript ? restoreScript(exchange, changes, settings) : report(exchange, changes, settings);
    },
  };
}

function changesFor(
  cookies: RequestCookies,
  vendorId: string,
  findGroups: FindGroups,
  isClear: boolean,
  groupBytes: number,
): CookieChange[] {
  const groups = findGroups(cookies, isClear ? undefined : MAX_RENEWED_MATCHES);
  // Clear leaves the marker: a renew that left before the reset may still be on its way to write the twins back.
  if (isClear) return groups.flatMap(clear);
  const isReset = wasReset(vendorId, cookies);
  const changes = groups.flatMap((group) => renew(group, cookies, { isReset, groupBytes }));
  const isAnybodyThere = groups.some((group) => isPresent(group, cookies));
  return [...changes, ...spendResetMarker(vendorId, cookies, isAnybodyThere)];
}

/** Says by cookie name what was done; holds no value. */
function report(exchange: Exchange, changes: readonly CookieChange[], settings: Settings): Answer {
  const written: string[] = [];
  const expired: string[] = [];
  for (const change of changes) {
    if ("write" in change) written.push(change.name);
    else expired.push(change.name);
  }
  return answer(exchange, changes, settings, "application/json", JSON.stringify({ written, expired }));
}

function restoreScript(exchange: Exchange, changes: readonly CookieChange[], settings: Settings): Answer {
  const body =
    exchange.request.method === "HEAD" ? null : "/* firstparty: the cookies are back before the SDK reads them */\n";
  return answer(exchange, changes, settings, "text/javascript; charset=utf-8", body);
}

function answer(
  exchange: Exchange,
  changes: readonly CookieChange[],
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
