import type { Route, Vendor } from "../../../core/index.ts";
import { holds, same } from "../broken.ts";
import type { Outcome } from "../exchange.ts";
import { isNamed } from "./names.ts";
import { isRelay } from "./route.ts";
import type { ParsedCookie } from "./set-cookie.ts";
import type { JudgedSite } from "./site.ts";

const WITHDRAWN = "fp_withdrawn";

/** Names that the service of these vendors may write or take away; twins apart, which alone are HttpOnly. */
function namesOf(vendors: readonly Vendor[]) {
  const pairs = vendors.flatMap(({ identity = [] }) => identity.flat());
  return {
    browser: [...pairs.map(({ browser }) => browser), ...vendors.map(({ id }) => `fp_reset_${id}`)],
    server: [...pairs.map(({ server }) => server), ...vendors.map(({ id }) => `fp_reset_${id}_srvr`), WITHDRAWN],
    /** The vendor's own: taken away where consent is, never written. */
    passing: vendors.flatMap(({ routes, scriptCookies = [] }) => [
      ...scriptCookies,
      ...routes.filter(isRelay).flatMap(({ cookiesUp = [], cookiesDown = [] }) => [...cookiesUp, ...cookiesDown]),
    ]),
  };
}

/** What holds of every cookie that renew, clear, restore.js, withdraw and grant set. */
export function judgeService(
  { config, seen }: Outcome,
  parsed: readonly ParsedCookie[],
  site: JudgedSite,
  vendor: Vendor,
  { kind }: Route,
): void {
  const names = namesOf(kind === "withdraw" || kind === "grant" ? config.vendors : [vendor]);
  const cookies = seen.header("cookie") ?? "";
  const days = config.cookie?.maxAgeDays ?? 400;
  for (const cookie of parsed) {
    const { name, value } = cookie;
    const isTwin = isNamed(name, names.server);
    // A withdrawal lasts as long as a browser keeps one.
    const isWritten = cookie.attribute("max-age") === String((name === WITHDRAWN ? 400 : days) * 86_400);
    const isOurs = isTwin || isNamed(name, names.browser) || (!isWritten && isNamed(name, names.passing));
    holds("the service writes its own cookies only", isOurs, name);
    if (!isWritten) same("a cookie that is not written is expired", `${cookie.attribute("max-age")}${value}`, "0");
    same("SameSite is Lax", cookie.attribute("samesite"), "Lax");
    const domain = cookie.attribute("domain");
    if (isWritten) {
      same("Domain is the site's", domain, isTwin ? site.domain : site.scriptDomain);
      // Of who has come since a log-out a checksum is kept, one for each group.
      const isMark =
        name === WITHDRAWN
          ? value === "1"
          : /^fp_reset_\w+_srvr$/.test(name) && /^[0-9a-z]{1,7}(?:\.[0-9a-z]{2,7}){0,19}$/.test(value);
      holds("no value comes from anywhere but the visitor's own cookies", isMark || cookies.includes(value), value);
    } else holds("Domain is the site's, or none", domain === undefined || domain === site.scriptDomain, domain);
    same("HttpOnly is for twins alone", cookie.attribute("httponly"), isTwin && isWritten ? "" : undefined);
  }
  // Two variants of each of a pair, for each cookie that the request carries and each that is named by data.
  const most = 4 * (cookies.split(";").length + names.browser.length + names.passing.length) + 2;
  holds("what comes back is bounded by what was sent", parsed.length <= most, parsed.length);
}
