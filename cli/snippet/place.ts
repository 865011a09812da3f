import { coversHost, hostPatterns, isThisMachine } from "../../core/hosts.ts";
import type { Settings } from "../../core/options.ts";
import { UsageError } from "../usage-error.ts";

/** Where the pages find the service, and which Domain its cookies have there. */
export interface Place {
  /** With a port where there is one. Undefined: the page's own host, whatever it is. */
  readonly host: string | undefined;
  /** A list where it is for the page to find the one that covers it; undefined: host-only. */
  readonly cookieDomain: string | readonly string[] | undefined;
}

/**
 * As the service will have it: an entry of `cookieDomains`, that of `publicHost` where there is one. Throws a UsageError on a host or
 * domain with which the twins would not reach the service, or the marker not lie beside them. `word`: how the user says `cookieDomains`.
 */
export function placeOf(
  { cookieDomains, publicHost }: Settings,
  { host, domain }: { readonly host?: string | undefined; readonly domain?: string | undefined },
  word: string,
): Place {
  let entries = cookieDomains;
  if (publicHost !== undefined) entries = entries.filter((entry) => coversHost(entry, publicHost));
  if (domain !== undefined) {
    const entry = entries.find((each) => each === domain.toLowerCase());
    if (entry === undefined) {
      throw new UsageError(
        `--domain must be an entry of ${word} that the service can use here, ${entries.join(" or ") || "and there is none"} (got ${JSON.stringify(domain)})`,
      );
    }
    entries = [entry];
  }
  if (host === undefined) {
    return { host, cookieDomain: (publicHost ?? domain) === undefined ? entries : entries[0] };
  }

  const plain = host.toLowerCase();
  const name = hostPatterns.header.exec(plain)?.[1];
  if (name === undefined) {
    throw new UsageError(
      `--host must be a bare host such as "t.example.com", without scheme or path (got ${JSON.stringify(host)})`,
    );
  }
  const cookieDomain = entries.find((entry) => coversHost(entry, name));
  if (cookieDomain === undefined && !isThisMachine(name)) {
    throw new UsageError(
      `--host ${plain} is not under ${entries.join(" or ") || `any of ${word}`}, so it would share no cookies with your pages; choose a host that is, or add its registrable domain to ${word}`,
    );
  }
  return { host: plain, cookieDomain };
}
