import { isIP } from "node:net";
import type { Privacy, RelayRoute } from "../../../core/index.ts";
import { holds, same } from "../broken.ts";
import type { Outcome, UpCall } from "../exchange.ts";
import type { Sent } from "../generate/requests.ts";
import { effectOf } from "./consent.ts";
import { cookiesOf, isNamed } from "./names.ts";
import { judgePrivateAddress, judgeQuery } from "./privacy.ts";
import { fullyDecoded, isRelay, leadsTo } from "./route.ts";
import { mayChange, siteOf } from "./site.ts";
import { isCookieValue, isToken } from "./set-cookie.ts";

// oxlint-disable-next-line no-control-regex
export const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;
/** Core's own words where the client named none. */
const DEFAULTS: Readonly<Record<string, string>> = {
  accept: "*/*",
  "accept-language": "*",
  "user-agent": "firstparty",
};
const RULED = new Set(["accept-encoding", "x-forwarded-for", "cookie"]);

/** What holds of every request that goes to a vendor. */
export function judgeUp(outcome: Outcome): void {
  const { up, seen, config } = outcome;
  if (up.length === 0) return;
  const led = leadsTo(seen.url, config);
  holds("nothing goes up from a path that is no route's", led !== undefined && isRelay(led.route), seen.url);
  if (led === undefined || !isRelay(led.route)) return;
  holds("a request goes up once where tries are off", up.length === 1, up.length);
  const isStripped = effectOf(outcome, led.vendor).relay !== "pass";
  // What is in a body is written anew.
  const isRewritten = isStripped && (led.route.kind === "collect" || !["GET", "HEAD"].includes(seen.method));
  for (const call of up) {
    const base = (led.vendor.hosts[led.route.host] ?? "").replace(/\/$/, "");
    judgeUrl(call.url, base, led.route);
    const path = base + (led.route.to ?? led.rest);
    holds("the path goes up byte for byte", call.url.startsWith(path), call.url);
    judgeQuery(call.url.slice(path.length), isStripped ? "" : led.search, config.privacy ?? {});
    same("the method goes up as sent", call.method, seen.method);
    holds("only methods that the route names go up", led.route.methods.includes(call.method), call.method);
    const wanted = seen.method === "GET" || seen.method === "HEAD" ? null : outcome.sent.body;
    if (!isRewritten) same("the body goes up byte for byte", call.body, wanted);
    judgeHeaders(call, outcome, led.route, isStripped);
  }
}

/** Judges the finished URL alone, as whoever receives it would. */
export function judgeUrl(url: string, base: string, route: RelayRoute): void {
  // oxlint-disable-next-line no-control-regex
  holds("nothing goes up in a URL that a request line cannot carry", !/[\0-\x20\x7f#]/.test(url), url);
  const [parsed, wanted] = [new URL(url), new URL(base)];
  holds("no request leaves the vendor's origin", parsed.origin === wanted.origin && parsed.username === "", url);
  const prefix = wanted.pathname.replace(/\/$/, "") + (route.to ?? route.path.replace(/:.*/, ""));
  holds("no request leaves the route's path", parsed.pathname.startsWith(prefix), url);
  const path = url.slice(parsed.origin.length).split("?")[0] ?? "";
  const decoded = fullyDecoded(path);
  const isPlain = !/[\\\0]|\/\/|\/\.{1,2}(?:\/|$)/.test(decoded) && decoded.startsWith(prefix);
  holds("no request leaves the route's path however often it is decoded", isPlain, url);
}

function judgeHeaders(call: UpCall, outcome: Outcome, route: RelayRoute, isStripped: boolean): void {
  const { seen, sent, config } = outcome;
  const { privacy = {} } = config;
  for (const [name, value] of Object.entries(call.headers)) {
    const isListed = route.requestHeaders.includes(name) || name in DEFAULTS || RULED.has(name);
    holds("only headers that the route names go up", isListed, name);
    holds("no header goes up with a control in it", !CONTROL.test(value), `${name}: ${value}`);
    holds("headers go up as octets", !/[^\0-\xff]/.test(value), `${name}: ${value}`);
    holds("nothing of the site's own goes up", !value.includes("canarySession"), `${name}: ${value}`);
    if (RULED.has(name)) continue;
    const given = route.requestHeaders.includes(name) ? forVendors(name, seen.header(name)) : null;
    const isCarried = given !== null && !CONTROL.test(given);
    if (isChanged(name, isStripped, privacy)) continue;
    same(`${name} goes up as sent`, value, isCarried ? given : DEFAULTS[name]);
  }
  for (const name of route.requestHeaders) {
    const given = forVendors(name, seen.header(name));
    const isAsSent = !isChanged(name, isStripped, privacy);
    if (given !== null && !CONTROL.test(given) && isAsSent) same(`${name} goes up`, call.headers[name], given);
  }
  const accepted =
    sent.encoding === "pass" && route.rewrite === undefined ? seen.header("accept-encoding") || "identity" : "identity";
  if (!CONTROL.test(accepted))
    same("Accept-Encoding is what the transport can hand on", call.headers["accept-encoding"], accepted);
  const [address, source] = [call.headers["x-forwarded-for"], isStripped ? undefined : believed(outcome)];
  if ((privacy.clientAddress ?? "forward") === "forward") judgeAddress(address, source);
  else judgePrivateAddress(address, String(source), privacy.clientAddress);
  const site = siteOf(outcome);
  // By a stranger's page nobody in particular asks.
  const isVisitor = !isStripped && site !== undefined && mayChange(outcome, site);
  judgeCookies(call.headers["cookie"], isVisitor ? seen.header("cookie") : null, route, outcome);
}

/** A user with a password is the site's own. */
function forVendors(name: string, value: string | null): string | null {
  const [, basic = ""] = /^basic +([a-z0-9+/]+=*) *$/i.exec(value ?? "") ?? [];
  const isOwn = name === "authorization" && /:[^]/.test(Buffer.from(basic, "base64").toString("latin1"));
  return isOwn ? null : value;
}

/** What `privacy` and a missing consent change or keep back. */
function isChanged(name: string, isStripped: boolean, { userAgent }: Privacy): boolean {
  if (name === "user-agent") return isStripped || userAgent === "coarsen";
  return isStripped && /^(?:authorization|referer|range|if-.+)$/.test(name);
}

/** Who is believed about the visitor's address, by the promises of `trustedHops` and `clientIpHeader`. */
function believed({ seen, sent, config }: Outcome): string | undefined {
  const { trustedHops = 0, clientIpHeader } = config;
  const written = clientIpHeader === undefined ? null : seen.header(clientIpHeader);
  if (written !== null) return written.trim().replace(/:\d+$/, "");
  if (trustedHops === 0) return sent.clientIp;
  if (sent.forwardedFor === undefined) return undefined;
  const chain = (seen.header("x-forwarded-for") ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
  if (sent.forwardedFor === "kept") chain.push(sent.clientIp ?? "");
  return chain[chain.length - 1 - trustedHops] ?? chain[0];
}

function judgeAddress(address: string | undefined, source: string | undefined): void {
  // An event of somebody's own may have anything in the address's place; that is no address.
  const bare = (typeof source === "string" ? source : "")
    .replace(/^\[(.+)\](?::\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/, "");
  if (isIP(bare) !== 0 && !bare.includes("%"))
    return same("X-Forwarded-For is the address that is vouched for", address, bare);
  if (address === undefined) return;
  holds("X-Forwarded-For looks like one address", /^[\da-f:.]{2,45}$/i.test(address), address);
  holds("X-Forwarded-For comes from who is believed", String(source).includes(address), `${address} of ${source}`);
}

function judgeCookies(up: string | undefined, header: string | null, route: RelayRoute, { sent }: Outcome): void {
  const given = cookiesOf(header);
  const crumbs = up === undefined ? [] : up.split("; ");
  const names = new Set<string>();
  for (const crumb of crumbs) {
    const at = crumb.indexOf("=");
    const name = crumb.slice(0, at);
    holds("only cookies that the route names go up", at > 0 && isNamed(name, route.cookiesUp), crumb);
    same("a cookie goes up byte for byte", crumb.slice(at + 1), given.get(name));
    holds("a cookie goes up once", !names.has(name), crumb);
    names.add(name);
  }
  for (const [name, value] of given) {
    const isPlain = isToken(name) && isCookieValue(value) && isNamed(name, route.cookiesUp);
    if (!isPlain) continue;
    const isUp = names.has(name);
    if (name !== TWIN) holds("every plain cookie that the route names goes up", isUp, name);
    else {
      const isRight = isOneWith(value, given, sent, route);
      if (isUp) holds("a twin goes up beside nobody else's name", isRight, header);
      // A doubled one may disagree with itself.
      else holds("a twin that names the same person goes up", !isRight || isDoubled(header), header);
    }
  }
}

const TWIN = "ac_user_srvr";

/** Whether whatever names a person names the twin's, and no log-out says that he has gone. */
function isOneWith(
  person: string,
  given: ReadonlyMap<string, string>,
  { body, headers }: Sent,
  { requestHeaders }: RelayRoute,
): boolean {
  const known = given.get("ac_user");
  const isReset = given.has("fp_reset_acme") || given.has("fp_reset_acme_srvr");
  if (known === undefined ? isReset : known !== person) return false;
  if (body === null) return true;
  // Encoded, it could name anybody; of a label that stays here the vendor knows nothing.
  const labels = headers
    .filter(([name]) => name === "content-encoding" && requestHeaders.includes(name))
    .map(([, label]) => label.trim().toLowerCase());
  if (labels.length > 0 && labels.join() !== "identity") return false;
  if (body === "") return true;
  try {
    return personsIn(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(body, "latin1")))).every(
      (each) => each === person,
    );
  } catch {
    return false;
  }
}

function personsIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name.toLowerCase() === "who" ? [inner] : []),
    ...personsIn(inner),
  ]);
}

function isDoubled(header: string | null): boolean {
  return (header?.match(/(?:^|[;,\s])ac_user=/g) ?? []).length > 1;
}
