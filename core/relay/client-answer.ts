import { FRESHNESS_HEADERS, setPrivate, varyByCookie } from "../caching.ts";
import { corsHeaders, READABLE_HEADERS } from "../cors.ts";
import type { Exchange } from "../endpoint.ts";
import { FirstPartyError } from "../errors.ts";
import { carried } from "../header-values.ts";
import type { Settings } from "../options.ts";
import type { Site } from "../site.ts";
import type { Answer, Transport } from "../types.ts";
import { letGo, NULL_BODY_STATUSES, type VendorAnswer } from "./ask-vendor.ts";
import type { RoutePlan } from "./plan.ts";
import { isVouchedFor } from "./rewrite-json.ts";
import type { Said } from "./said.ts";
import { setScriptLifetime } from "./script-lifetime.ts";
import { namedCookies, rescopedCookies } from "./vendor-cookies.ts";

/**
 * The vendor's headers that come back as they are. All others stay behind; those that would do most harm on the customer's own
 * domain are Strict-Transport-Security, Clear-Site-Data, Alt-Svc, NEL, Report-To, WWW-Authenticate, Location,
 * Service-Worker-Allowed and the vendor's CORS headers.
 */
const RETURNED_HEADERS = ["content-language", ...READABLE_HEADERS];
/** Beside them on all but collect routes. */
const RETURNED_OF_FILES = [...RETURNED_HEADERS, "content-range", "accept-ranges", "vary", "sourcemap"];
/** Beside those where caches may keep the answer. */
const RETURNED_TO_KEEP = [...RETURNED_OF_FILES, ...FRESHNESS_HEADERS, "cache-control"];
/** All others are errors, or nothing that a script or settings should be: by RFC 9110 15.1 caches would keep a 404 unasked. */
const STATUSES_TO_KEEP: ReadonlySet<number> = new Set([200, 203, 206, 304]);

/**
 * Types that a browser would open as a page of the customer's origin. Of several on one answer it takes the last that it knows, and
 * Chromium reads a type up to a blank or a parenthesis, too.
 */
const DOCUMENT_TYPE =
  /(?:^|,)\s*(?:text\/html|text\/xsl|multipart\/x-mixed-replace|[^\s,;/]+\/(?:[^\s,;/]+\+)?xml)(?:[\s;,(]|$)/i;
const SCRIPT_TYPE = /^(?:text|application)\/(?:x-)?(?:java|ecma)script\b/i;
const SCRIPT_FILE = /\.m?js(?:\.gz)?$/;
/** What every fetch decodes, one or several; nothing was asked for, so a vendor that encodes all the same is rare. */
const DECODED = /^(?:(?:x-)?gzip|br|deflate)(?:\s*,\s*(?:(?:x-)?gzip|br|deflate))*$/i;
/** What some decode (Node 24) and some hand on (Node 22, Vercel's Edge), under the same label. */
const PERHAPS_DECODED = /zstd/i;

/** Plans what comes back. `said`: undefined where no cookie of the vendor's may. Throws `upstream_malformed`, `upstream_redirect`, `upstream_encoding` and `upstream_document`. */
export function clientAnswer(
  answer: VendorAnswer,
  exchange: Exchange,
  plan: RoutePlan,
  settings: Settings,
  encoding: Transport["encoding"],
  said?: Said,
): Answer {
  const { status } = answer;
  const isScript = plan.route.kind === "script";
  const isCollect = plan.route.kind === "collect";
  const vendorType = carried(answer.headers.get("content-type"));
  const isPage = vendorType !== null && DOCUMENT_TYPE.test(vendorType);
  const isPageRoute = plan.route.mayBeDocument === true;
  const mayBePage = isPageRoute && status < 300;
  const isDocument = isPage && !mayBePage;
  if (status < 200 || status > 599) throw refused(answer, "upstream_malformed", plan);
  if (status >= 300 && status < 400 && status !== 304) throw refused(answer, "upstream_redirect", plan);
  if (isDocument && isScript && status < 300) throw refused(answer, "upstream_document", plan);
  const isUnreadable = encoding === "decoded" && PERHAPS_DECODED.test(answer.headers.get("content-encoding") ?? "");
  // An event that was taken stays taken, whatever its answer looks like.
  if (isUnreadable && !isCollect && status < 300) throw refused(answer, "upstream_encoding", plan);
  const isWithheld = isDocument || isUnreadable;

  const headers: Record<string, string> = { "x-content-type-options": "nosniff" };
  const type = isScript && status < 300 ? scriptType(vendorType, exchange.path) : vendorType;
  if (type !== null && !isWithheld) headers["content-type"] = type;
  if (isPage && mayBePage) headers["content-security-policy"] = framedBySite(exchange.site);
  const isSafe = plan.rewrite === undefined || isVouchedFor(exchange, settings);
  const theirs = namedCookies(answer, plan);
  const setCookies = said === undefined ? [] : rescopedCookies(theirs, plan, exchange, said);
  // It may name whom its cookie was for, and without that nothing else would keep caches from it.
  const isCookieWithheld = theirs.length > 0 && setCookies.length === 0;
  const isKept = !isCollect && !isWithheld && isSafe && !isCookieWithheld && STATUSES_TO_KEEP.has(status);
  for (const name of isCollect ? RETURNED_HEADERS : isKept ? RETURNED_TO_KEEP : RETURNED_OF_FILES) {
    const value = carried(answer.headers.get(name));
    if (value !== null) headers[name] = value;
  }
  if (!isWithheld) setFraming(headers, answer, encoding);
  // Of what would be rewritten nobody knows the length before.
  if (plan.rewrite !== undefined && exchange.request.method === "HEAD") delete headers["content-length"];
  if (!isKept) headers["cache-control"] = "no-store";
  // Who may frame a page depends on its host. What is the same has no type, and what is said of it replaces what a cache has.
  else if (isPageRoute && (isPage || (status === 304 && !SCRIPT_FILE.test(exchange.path)))) setPrivate(headers);
  else if (isScript) setScriptLifetime(headers, status);
  // The vendor may have read them without saying so.
  if (plan.cookiesUp.length > 0) headers["vary"] = varyByCookie(headers["vary"]);
  const vary = headers["vary"];
  const isPublic = isScript && theirs.length === 0 && plan.route.identity === undefined && !isPageRoute;
  Object.assign(headers, isPublic ? PUBLIC_SCRIPT : corsHeaders(exchange, settings));
  if (vary !== undefined && headers["vary"] !== vary) headers["vary"] = `${vary}, ${headers["vary"]}`;

  const hasBody = !isWithheld && !NULL_BODY_STATUSES.has(status) && exchange.request.method !== "HEAD";
  if (!hasBody) letGo(answer.body);
  return { status, headers, setCookies, body: hasBody ? answer.body : null };
}

/** Public code is for every page, also under `crossorigin` and COEP. */
const PUBLIC_SCRIPT = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
};

/** A page on the site's own origin can do what the site's pages can: nobody else shall have it clicked on in a frame. */
function framedBySite({ cookieDomain }: Site): string {
  return `frame-ancestors 'self'${cookieDomain === undefined ? "" : ` ${cookieDomain} *.${cookieDomain}`}`;
}

/** With nosniff a script under any other label would not run, and CDNs label `.js.gz` by its last part. */
function scriptType(vendorType: string | null, path: string): string | null {
  if (!SCRIPT_FILE.test(path) || (vendorType !== null && SCRIPT_TYPE.test(vendorType))) return vendorType;
  return "text/javascript; charset=utf-8";
}

/** Encoding and length of the bytes that leave, not of those that came: fetch keeps both labels on what it has decoded. */
function setFraming(
  out: Record<string, string>,
  { status, headers, body }: VendorAnswer,
  encoding: Transport["encoding"],
): void {
  const contentEncoding = carried(headers.get("content-encoding"));
  if (contentEncoding !== null && encoding === "decoded" && DECODED.test(contentEncoding)) return;
  if (contentEncoding !== null) out["content-encoding"] = contentEncoding;
  // A body held whole gets its length from the platform.
  const length = body !== null && "byteLength" in body ? null : carried(headers.get("content-length"));
  // A client would wait for those bytes. With a 304 they are of what that stands for (RFC 9110 8.6), with a 205 against 15.3.6.
  if (length !== null && !NULL_BODY_STATUSES.has(status)) out["content-length"] = length;
}

function refused(
  answer: VendorAnswer,
  code: "upstream_malformed" | "upstream_redirect" | "upstream_encoding" | "upstream_document",
  plan: RoutePlan,
): FirstPartyError {
  letGo(answer.body);
  return new FirstPartyError(code, plan.place);
}
