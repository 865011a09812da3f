import { NAME_TOKEN } from "../cookie-names.ts";
import { carried } from "../header-values.ts";
import { isWritable } from "../cookie-header.ts";
import { domainAttribute } from "../identity/set-cookie.ts";
import type { Site } from "../site.ts";
import type { RoutePlan } from "./plan.ts";
import type { Said } from "./said.ts";

/** Attributes that a vendor may decide; Domain, Path and Secure are the site's, others (Partitioned) have no sense first-party. */
const KEPT = /^(?:max-age|expires|httponly|samesite)(?:=|$)/i;

/** The vendor's Set-Cookie values that the route names, with the customer's domain in place of the vendor's. */
export function rescopedCookies(values: readonly string[], plan: RoutePlan, site: Site, said: Said): string[] {
  return values.flatMap((line) => {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(equals, 0));
    if (!plan.cookiesDown.some((pattern) => pattern.starOf(name) !== undefined)) return [];
    if (!plan.mayCross(name, site.host)) return [];
    const value = pair.slice(equals + 1);
    if (!NAME_TOKEN.test(name) || !isWritable(name, value)) return [];
    const cookies = said.cookies();
    if (cookies !== undefined && plan.isForeignTwin(name, value, cookies)) return [];
    const kept = attributes
      .filter((attribute) => KEPT.test(attribute) && carried(attribute) !== null)
      .map((attribute) => `; ${sameSite(attribute, site)}`);
    return [`${pair}; Path=/${kept.join("")}${site.secure ? "; Secure" : ""}${domainAttribute(site.cookieDomain)}`];
  });
}

/** Browsers refuse SameSite=None without Secure, which plain http on localhost cannot have. */
function sameSite(attribute: string, site: Site): string {
  return !site.secure && /^samesite=none$/i.test(attribute) ? "SameSite=Lax" : attribute;
}
