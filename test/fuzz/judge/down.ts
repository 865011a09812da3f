import type { Config, RelayRoute } from "../../../core/index.ts";
import { holds, same } from "../broken.ts";
import type { Outcome } from "../exchange.ts";
import type { Header } from "../generate/requests.ts";
import { effectOf } from "./consent.ts";
import { cookiesOf, isNamed } from "./names.ts";
import { isRelay, type Led, leadsTo } from "./route.ts";
import { judgeService } from "./service.ts";
import { isCookieValue, isToken, type ParsedCookie, parseSetCookie } from "./set-cookie.ts";
import { isOursOrigin, type JudgedSite, mayChange, siteOf } from "./site.ts";
import { CONTROL } from "./up.ts";

/** Nothing else comes back, so none of Strict-Transport-Security, Clear-Site-Data, Alt-Svc, Location and what else a vendor may say. */
const MAY_COME_BACK = new Set(
  (
    "content-type content-language content-encoding content-length content-range accept-ranges etag last-modified expires age vary " +
    "sourcemap cache-control x-content-type-options allow retry-after ratelimit ratelimit-policy ratelimit-limit ratelimit-remaining " +
    "ratelimit-reset x-ratelimit-limit x-ratelimit-remaining x-ratelimit-reset cross-origin-resource-policy access-control-allow-origin " +
    "access-control-allow-credentials access-control-expose-headers access-control-allow-methods access-control-allow-headers access-control-max-age"
  ).split(" "),
);
const ACAO = "access-control-allow-origin";

/** What holds of every answer. */
export function judgeDown(outcome: Outcome): void {
  const { answered, seen, config, told } = outcome;
  const { status, headers, setCookies, body } = answered;
  holds("every status is one of HTTP's", Number.isInteger(status) && status >= 200 && status <= 599, status);
  const isRedirect = status >= 300 && status < 400 && status !== 304;
  holds("no redirect comes back", !isRedirect, status);
  for (const [name, value] of Object.entries(headers)) {
    holds("only headers that are known to be harmless come back", MAY_COME_BACK.has(name), name);
    holds("no header comes back with a control in it", !CONTROL.test(value), `${name}: ${value}`);
  }
  same(
    "every answer says nosniff",
    headers["x-content-type-options"] ?? (status === 204 ? "nosniff" : undefined),
    "nosniff",
  );
  const site = siteOf(outcome);
  const led = leadsTo(seen.url, config);
  judgeCors(outcome, site, led);
  judgeDocument(outcome, led);
  judgeCaching(outcome, led);
  judgeComplete(outcome, led);
  if (setCookies.length > 0) {
    judgePersonal(outcome, led);
    holds("cookies come from a route of a known site", site !== undefined && led !== undefined, seen.url);
    if (site !== undefined && led !== undefined) judgeSetCookies(outcome, site, led);
  }
  if (told.length > 0) {
    same("a failure is never stored", headers["cache-control"], "no-store");
    judgeFailure(outcome, body ?? "");
  }
  if (site === undefined) same("a Host that is none is refused", String(status), "400");
}

/** What is one visitor's own is in nobody else's cache. In his own is what a route renews his identity by, and is asked for each time. */
function judgePersonal({ answered: { status, headers } }: Outcome, led: Led | undefined): void {
  const isKept =
    led !== undefined && renews(led) && FILE_STATUSES.has(status) && !/no-store/.test(headers["cache-control"] ?? "");
  const isPrivate = (isKept ? KEPT_BY_ONE : KEPT_BY_NONE).test(headers["cache-control"] ?? "");
  holds("an answer with a cookie is nobody else's", isPrivate, headers["cache-control"]);
  holds(
    "caches that keep it all the same keep it by its cookies",
    /(?:^|, )(?:Cookie|\*)(?:,|$)/i.test(headers["vary"] ?? ""),
    headers["vary"],
  );
  for (const name of isKept ? ["expires", "age"] : ["etag", "last-modified", "expires", "age"])
    same("nothing asks for it anew", headers[name], undefined);
}

const KEPT_BY_ONE = /^private, no-cache(?:, no-cache="Set-Cookie")?$/;
const KEPT_BY_NONE = /^private, no-store(?:, no-cache="Set-Cookie")?$/;
const FILE_STATUSES: ReadonlySet<number> = new Set([200, 203, 206, 304]);

function renews({ route }: Led): boolean {
  return isRelay(route) && route.identity !== undefined && route.kind !== "collect";
}

/** Failures and events are in no cache; a script is in a shared one for an hour at most. */
function judgeCaching(outcome: Outcome, led: Led | undefined): void {
  const { answered, up, told } = outcome;
  if (up.length === 0 || led === undefined || answered.setCookies.length > 0) return;
  if (renews(led) && told.length === 0) return judgePersonal(outcome, led);
  const said = (answered.headers["cache-control"] ?? "").toLowerCase();
  const isFile = FILE_STATUSES.has(answered.status) && led.route.kind !== "collect";
  if (!isFile) return same("only files are kept", said, "no-store");
  if (led.route.kind !== "script" || /private|no-store|no-cache/.test(said)) return;
  const seconds = /(?:^|[\s,])s-maxage="?(\d+)/.exec(said) ?? /(?:^|[\s,])max-age="?(\d+)/.exec(said);
  holds("a shared cache keeps a script for an hour at most", Number(seconds?.[1] ?? 0) <= 3_600, said);
}

/** What Chromium opens as a page: it reads a type up to a blank, a semicolon or a parenthesis, and of several the last that it knows. */
function judgeDocument({ answered, up }: Outcome, led: Led | undefined): void {
  if (up.length === 0 || led === undefined) return;
  for (const each of (answered.headers["content-type"] ?? "").split(",")) {
    const type = (
      each
        .trim()
        .toLowerCase()
        .split(/[\s;(]/)[0] ?? ""
    ).trim();
    const isPage = /^(?:text\/html|text\/xsl|multipart\/x-mixed-replace|[^/]+\/(?:[^/]+\+)?xml)$/.test(type);
    holds("nothing of a vendor's is opened as a page of the site", !isPage, answered.headers["content-type"]);
  }
}

function judgeCors({ answered, seen, config, up }: Outcome, site: JudgedSite | undefined, led: Led | undefined): void {
  const { headers, setCookies } = answered;
  const granted = headers[ACAO];
  const origin = seen.header("origin");
  if (granted === "*") {
    const isFile = led !== undefined && led.route.kind === "script" && !renews(led);
    const isPublic = isFile && up.length > 0 && setCookies.length === 0;
    holds("only public scripts are for everybody", isPublic, seen.url);
    holds(
      "what is for everybody takes no credentials",
      headers["access-control-allow-credentials"] === undefined,
      seen.url,
    );
    return;
  }
  const isPublicScript = headers["cross-origin-resource-policy"] !== undefined;
  holds("only public scripts are for every page", !isPublicScript, seen.url);
  if (site !== undefined && led !== undefined && (answered.status !== 400 || up.length > 0)) {
    holds(
      "Vary says Origin where the answer depends on it",
      /(?:^|,\s*)Origin(?:,|$)/.test(headers["vary"] ?? ""),
      headers["vary"],
    );
  }
  if (granted === undefined) {
    for (const name of Object.keys(headers))
      holds("no other CORS header without an origin", !name.startsWith("access-control-"), name);
    return;
  }
  same("the origin that is allowed is the one that asked", granted, origin);
  holds(
    "only an origin of the site may read",
    site !== undefined && isOursOrigin(granted, site, config.allowOrigins),
    granted,
  );
  holds("Vary says Origin where one is allowed", /\bOrigin\b/.test(headers["vary"] ?? ""), headers["vary"]);
}

const sentences = new Map<string, string>();

/** Failures are constant: of one code, one sentence, ever. */
function judgeFailure({ seen, told, answered }: Outcome, body: string): void {
  holds("a failure is told once", told.length === 1, told.length);
  if (seen.method === "HEAD") return same("HEAD has no body", body, "");
  same("a failure is JSON", answered.headers["content-type"], "application/json");
  const { code = "", message = "", ...more } = JSON.parse(body) as Record<string, string>;
  holds("a failure says code and message only", Object.keys(more).length === 0, body);
  same("a failure's code is what was told", code, told[0]?.code);
  same("a failure's status is what was told", String(answered.status), String(told[0]?.status));
  same("a failure's sentence is constant", message, sentences.get(code) ?? message);
  sentences.set(code, message);
  holds("nothing fails inside", code !== "internal", told[0]?.cause instanceof Error ? told[0].cause.stack : told[0]);
}

function judgeSetCookies(outcome: Outcome, site: JudgedSite, { vendor, route }: Led): void {
  const { answered, seen, config } = outcome;
  const { setCookies } = answered;
  const parsed = setCookies.map(parseSetCookie);
  const theirs = isRelay(route) ? parsed.filter((cookie) => isVendors(cookie, outcome, route)) : [];
  for (const cookie of parsed) {
    holds("every cookie's name is a token", isToken(cookie.name), cookie.name);
    holds("every cookie's value is cookie-octets", isCookieValue(cookie.value), cookie.value);
    holds("no cookie exceeds what browsers take", cookie.name.length + cookie.value.length <= 4_096, cookie.name);
    same("Path is the whole site", cookie.attribute("path"), "/");
    same("Secure wherever it can be", cookie.attribute("secure"), site.isSecure ? "" : undefined);
    const names = cookie.attributes.map(([name]) => name);
    if (theirs.includes(cookie))
      holds(
        "no cookie of a vendor's has attributes of its choice",
        names.every((name) => VENDORS_SAY.has(name)),
        names,
      );
    else holds("no attribute is written twice", new Set(names).size === names.length, names);
  }
  for (const cookie of theirs) {
    same("a vendor's cookie is the site's", cookie.attribute("domain"), site.domain);
    const { identity, relay } = effectOf(outcome, vendor);
    holds("a vendor's cookie comes back with consent only", identity === "keep" && relay === "pass", cookie.name);
    holds("nor by a stranger's page", mayChange(outcome, site), seen.header("origin"));
    holds("nor for other sites to send along", !/^none$/i.test(cookie.attribute("samesite") ?? ""), cookie.name);
  }
  const ours = parsed.filter((cookie) => !theirs.includes(cookie));
  if (ours.length === 0) return;
  if (isRelay(route)) {
    const [strange] = ours;
    holds(
      "only cookies that the route names come back, byte for byte, and ours where it changes the identity",
      route.identity !== undefined,
      `${strange?.name}=${strange?.value}`,
    );
    const { headerBytes = 16_384 } = (config as Config).limits ?? {};
    const header = seen.header("cookie") ?? "";
    holds("a Cookie header that is too long changes nothing", header.length <= headerBytes, header.length);
    for (const { name } of ours)
      holds(
        "of one name there is one",
        theirs.every((each) => each.name !== name),
        name,
      );
  }
  holds(
    "only who may changes cookies",
    mayChange(outcome, site),
    `${seen.header("sec-fetch-site")} ${seen.header("origin")}`,
  );
  judgeService(outcome, ours, site, vendor, route);
}

/** A cookie as the vendor wrote it, by a name that the route lets back. */
function isVendors({ name, value, attribute }: ParsedCookie, { sent, up }: Outcome, route: RelayRoute): boolean {
  const isSame = ([header, line]: Header) =>
    header === "set-cookie" && (line.split(";")[0] ?? "").trim() === `${name}=${value}`;
  // An empty one cannot be told from a twin that is expired here.
  const isOurs = value === "" && attribute("max-age") === "0" && route.identity !== undefined;
  return up.length > 0 && !isOurs && isNamed(name, route.cookiesDown) && sent.vendor.headers.some(isSame);
}

/** A cookie that the route names and that nothing is wrong with comes back, however its value looks. */
function judgeComplete(outcome: Outcome, led: Led | undefined): void {
  const { up, told, answered, sent } = outcome;
  if (led === undefined || !isRelay(led.route) || up.length === 0 || told.length > 0) return;
  if (effectOf(outcome, led.vendor).relay !== "pass") return;
  const site = siteOf(outcome);
  if (site === undefined || !mayChange(outcome, site)) return;
  // After a log-out a twin of the vendor's may be the old person's.
  const isReset = (outcome.seen.header("cookie") ?? "").includes(`fp_reset_${led.vendor.id}`);
  for (const [header, line] of sent.vendor.headers) {
    if (header !== "set-cookie") continue;
    const [, name = "", value = ""] = /^\s*([^=;]+)=([^;]*?)\s*(?:;|$)/.exec(line) ?? [];
    const isPlain = isToken(name) && !name.includes("*") && isCookieValue(value) && name.length + value.length <= 4_096;
    if (!isPlain || !isNamed(name, led.route.cookiesDown)) continue;
    if (isReset && led.route.identity !== undefined) continue;
    const isBack = answered.setCookies.some((each) => each.startsWith(`${name}=${value};`));
    const own = cookiesOf(outcome.seen.header("cookie")).get(name.replace(/_srvr$/, ""));
    if (name.endsWith("_srvr") && own !== undefined && own !== value) {
      holds("a twin of somebody else than is there stays behind", !isBack, line);
      continue;
    }
    holds("every plain cookie that the route names comes back", isBack, line);
  }
}

const VENDORS_SAY = new Set(["path", "secure", "domain", "max-age", "expires", "httponly", "samesite"]);
