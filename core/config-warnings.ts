import { coversHost, isDottedName } from "./hosts.ts";
import type { Settings } from "./options.ts";
import type { Vendor } from "./types.ts";

/**
 * What is allowed and most likely not meant, one sentence each: keys that are bound to a domain outside `cookieDomains`, where no cookie
 * is ever shared between hosts. `domainsWord`: how the user says `cookieDomains`. Nothing where all cookies are host-only on purpose.
 */
export function configWarnings(
  { vendors, cookieDomains }: Pick<Settings, "cookieDomains"> & { readonly vendors: readonly Vendor[] },
  domainsWord: string,
): string[] {
  if (cookieDomains.length === 0) return [];
  const isOutside = (domain: string) =>
    isDottedName(domain) && !cookieDomains.some((entry) => coversHost(entry, domain) || coversHost(domain, entry));
  return vendors.flatMap(({ id, keys }) =>
    Object.entries(keys === undefined || Array.isArray(keys) ? {} : keys).flatMap(([key, domains]) => {
      const outside = domains.map((domain: string) => domain.toLowerCase()).filter(isOutside);
      if (outside.length === 0) return [];
      const where = outside.join(" and ");
      return [
        `${id}() lets ${JSON.stringify(key)} pass on ${where}, outside ${domainsWord} (${cookieDomains.join(", ")}): there each host has cookies of its own, and a visitor of two is two; add ${where} to ${domainsWord}, unless that is meant`,
      ];
    }),
  );
}
