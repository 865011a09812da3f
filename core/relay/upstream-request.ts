import type { Exchange } from "../endpoint.ts";
import { FirstPartyError } from "../errors.ts";
import { carried } from "../header-values.ts";
import type { Settings } from "../options.ts";
import type { Bytes, Transport, UpstreamRequest } from "../types.ts";
import { forVendor } from "./authorization.ts";
import { toldAddress } from "./client-address.ts";
import type { RoutePlan } from "./plan.ts";
import type { Said } from "./said.ts";
import { makePrivate } from "../privacy/private-headers.ts";
import { strippedQuery } from "../privacy/strip-query.ts";

/** A request to a vendor, but for its deadline. */
export interface PlannedRequest extends Omit<UpstreamRequest, "signal"> {
  readonly url: string;
}

/**
 * Plans what goes up: path, query and body as sent, and of everything else only what the route names; all of it but the body subject to
 * `privacy`. `said`: undefined where no cookie may go up. Throws `bad_path` and `headers_too_large`.
 */
export function upstreamRequest(
  exchange: Exchange,
  plan: RoutePlan,
  settings: Settings,
  body: Bytes | null,
  encoding: Transport["encoding"],
  said?: Said,
): PlannedRequest {
  return {
    url: upstreamUrl(exchange, plan, settings),
    method: exchange.request.method,
    headers: upstreamHeaders(exchange, plan, settings, encoding, said),
    body,
  };
}

/** Judges the finished URL, not its pieces: whatever was sent, it names the vendor's origin and a path of this route. */
function upstreamUrl({ path, search }: Exchange, plan: RoutePlan, { privacy: { stripQuery } }: Settings): string {
  const query = stripQuery.size === 0 ? search : strippedQuery(search, stripQuery);
  const url = plan.base + (plan.route.to ?? path.slice(plan.mountLength)) + query;
  const { origin, pathname } = new URL(url);
  if (origin !== plan.origin || !pathname.startsWith(plan.pathPrefix))
    throw new FirstPartyError("bad_path", plan.place);
  return url;
}

function upstreamHeaders(
  exchange: Exchange,
  plan: RoutePlan,
  settings: Settings,
  encoding: Transport["encoding"],
  said: Said | undefined,
): Record<string, string> {
  const { request } = exchange;
  // Named where the client named none: runtimes would put in values of their own, and their version with them.
  const headers: Record<string, string> = { accept: "*/*", "accept-language": "*", "user-agent": "firstparty" };
  for (const name of plan.headersUp) {
    const given = request.header(name);
    const value = carried(name === "authorization" ? forVendor(given) : given);
    if (value !== null) headers[name] = value;
  }
  const mayBeEncoded = encoding === "pass" && plan.rewrite === undefined;
  headers["accept-encoding"] = (mayBeEncoded && carried(request.header("accept-encoding"))) || "identity";
  const address = toldAddress(exchange, settings);
  if (address !== undefined) headers["x-forwarded-for"] = address;
  if (sizeOf(headers) > plan.headerBytes) throw new FirstPartyError("headers_too_large", plan.place);
  makePrivate(headers, settings.privacy, exchange.context);
  const cookie = plan.cookiesUp.length === 0 || said === undefined ? "" : cookiesUp(exchange, plan, said);
  if (cookie !== "") headers["cookie"] = cookie;
  return headers;
}

function sizeOf(headers: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const name in headers) bytes += name.length + (headers[name] ?? "").length;
  return bytes;
}

/** The visitor's cookies that the vendor's data names; the site's own session is not among them. */
function cookiesUp(exchange: Exchange, plan: RoutePlan, said: Said): string {
  const { site } = exchange;
  const cookies = said.cookies();
  if (cookies === undefined) {
    // An event is lost by any 4xx, and can do without: it mostly says itself whom it is about.
    if (plan.route.kind === "collect") return "";
    throw new FirstPartyError("headers_too_large", plan.place);
  }
  const pairs: string[] = [];
  for (const name of cookies.names) {
    if (!plan.cookiesUp.some((pattern) => pattern.starOf(name) !== undefined)) continue;
    const value = cookies.get(name) ?? "";
    const pair = carried(`${name}=${value}`);
    if (pair === null || JOINED.test(pair) || !plan.mayCross(name, site.host)) continue;
    if (plan.mayGoUp(exchange, said, name, value)) pairs.push(pair);
  }
  return pairs.join("; ");
}

/**
 * Two Cookie headers as workerd and API Gateway join them: the second could begin with the session, inside the value of what may go up.
 * Script can write names with blanks in them.
 */
const JOINED = /,[^=;,]*=/;
