import { MAX_AGE_DAYS } from "../options.ts";
import type { Site } from "../site.ts";
import type { CookieChange, Side } from "./changes.ts";

/** Writes changes as Set-Cookie values for one site. */
export function toSetCookies(changes: readonly CookieChange[], site: Site, maxAgeSeconds: number): string[] {
  const secure = site.secure ? "; Secure" : "";
  const keep = (seconds: number) => `; Path=/; Max-Age=${seconds}; SameSite=Lax${secure}`;
  const drop = `=; Path=/; Max-Age=0; SameSite=Lax${secure}`;
  const values: string[] = [];
  for (const change of changes) {
    if ("write" in change) {
      const httpOnly = change.write === "server" ? "; HttpOnly" : "";
      const kept = keep(change.isLasting ? MAX_AGE_DAYS * 86_400 : maxAgeSeconds);
      values.push(`${change.name}=${change.value}${kept}${domainAttribute(domainOf(change.write, site))}${httpOnly}`);
    } else if (change.isStray) {
      // Where cookies of this side are host-only anyway, the host-only one is no stray.
      if (domainOf(change.expire, site) !== undefined) values.push(change.name + drop);
    } else {
      values.push(change.name + drop);
      if (site.browserDomain !== undefined) values.push(change.name + drop + domainAttribute(site.browserDomain));
    }
  }
  return values;
}

function domainOf(side: Side, site: Site): string | undefined {
  return side === "server" ? site.cookieDomain : site.browserDomain;
}

export function domainAttribute(domain: string | undefined): string {
  return domain === undefined ? "" : `; Domain=${domain}`;
}
