import { NAME_TOKEN } from "../cookie-names.ts";
import { carried } from "../header-values.ts";
import { isWritable } from "../cookie-header.ts";
import { domainAttribute } from "../identity/set-cookie.ts";
import type { Exchange } from "../endpoint.ts";
import type { VendorAnswer } from "./ask-vendor.ts";
import type { RoutePlan } from "./plan.ts";
import type { Said } from "./said.ts";

/** Attributes that a vendor may decide; Domain, Path and Secure are the site's, others (Partitioned) have no sense first-party. */
const KEPT = /^(?:max-age|expires|httponly|samesite)(?:=|$)/i;

/** The vendor's Set-Cookie values that the route names. */
export function namedCookies(answer: VendorAnswer, { cookiesDown }: RoutePlan): readonly string[] {
  if (cookiesDown.length === 0) return [];
  return answer.headers
    .getSetCookie()
    .filter((line) => cookiesDown.some((pattern) => pattern.starOf(line.split("=", 1)[0]?.trim() ?? "") !== undefined));
}

/** Such values with the customer's domain in place of the vendor's: those that may be written there. */
export function rescopedCookies(named: readonly string[], plan: RoutePlan, exchange: Exchange, said: Said): string[] {
  const { site } = exchange;
  return named.flatMap((line) => {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(equals, 0));
    const value = pair.slice(equals + 1);
    if (!NAME_TOKEN.test(name) || !isWritable(name, value) || !plan.mayCross(name, site.host)) return [];
    if (!plan.mayComeBack(exchange, said, name, value)) return [];
    const kept = attributes
      .filter((attribute) => KEPT.test(attribute) && carried(attribute) !== null)
      .map((attribute) => `; ${attribute.replace(FOR_ALL_SITES, "SameSite=Lax")}`);
    return [`${pair}; Path=/${kept.join("")}${site.secure ? "; Secure" : ""}${domainAttribute(site.cookieDomain)}`];
  });
}

/** A vendor on its own host has to say so. First-party it would only send the cookie along with other sites' forged requests. */
const FOR_ALL_SITES = /^samesite=none$/i;
