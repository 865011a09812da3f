import { coversHost } from "../hosts.ts";
import { MAX_AGE_DAYS } from "../options.ts";
import type { Site } from "../site.ts";
import type { CookieChange } from "./changes.ts";

/** Writes changes as Set-Cookie values for one site. */
export function toSetCookies(changes: readonly CookieChange[], site: Site, maxAgeSeconds: number): string[] {
  const secure = site.secure ? "; Secure" : "";
  const keep = (seconds: number) => `; Path=/; Max-Age=${seconds}; SameSite=Lax${secure}`;
  const drop = `=; Path=/; Max-Age=0; SameSite=Lax${secure}`;
  const values: string[] = [];
  for (const change of changes) {
    const own = domainOf(change, site);
    if ("write" in change) {
      const httpOnly = change.write === "server" ? "; HttpOnly" : "";
      const kept = keep(change.isLasting ? MAX_AGE_DAYS * 86_400 : maxAgeSeconds);
      if (own !== null) values.push(`${change.name}=${change.value}${kept}${domainAttribute(own)}${httpOnly}`);
    } else {
      // Where no SDK has a way of its own, only the host-only one can be a stray.
      const variants = new Set(change.isStray && !change.domain ? [undefined] : [undefined, site.browserDomain, own]);
      for (const variant of variants) {
        if (variant !== null && !(change.isStray && variant === own))
          values.push(change.name + drop + domainAttribute(variant));
      }
    }
  }
  return values;
}

/** Undefined: host-only. Null where the SDK's own is none that is the site's to write. */
function domainOf(change: CookieChange, site: Site): string | undefined | null {
  if (("write" in change ? change.write : change.expire) === "server") return site.cookieDomain;
  if (change.domain === undefined) return site.browserDomain;
  const found = change.domain.exec(site.host)?.[0];
  return found === undefined || coversHost(site.cookieDomain ?? site.host, found) ? found : null;
}

export function domainAttribute(domain: string | undefined): string {
  return domain === undefined ? "" : `; Domain=${domain}`;
}
