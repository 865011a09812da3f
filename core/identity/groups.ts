import { NAME_TOKEN, type NamePattern, namePattern } from "../cookie-names.ts";
import type { Vendor } from "../types.ts";
import { keyRule } from "../vendor-keys.ts";
import type { RequestCookies } from "../cookie-header.ts";

/** A cookie, its twin, and the only form that their value has. */
export interface Pair {
  readonly browser: string;
  readonly server: string;
  readonly shape: RegExp | undefined;
  /** Finds in the host the Domain that the SDK gives its cookie. Undefined: the site's. */
  readonly domain?: RegExp | undefined;
  /** The key that the twin belongs to. */
  readonly key: string | undefined;
}

/** Pairs that live and die together, under the names that they have in one request. */
export type Group = readonly Pair[];

/** What one request may make the service write. */
export const MAX_RENEWED_MATCHES = 5;
/** And expire, of one name with `*`: no visitor has so many, and each costs two Set-Cookie values. Another call takes the rest. */
export const MAX_EXPIRED_MATCHES = 50;

/** Finds the groups of a vendor in a request. `host`: without the pairs whose key may not pass there; undefined: all of them. */
export type FindGroups = (cookies: RequestCookies, host: string | undefined, maxMatches?: number) => Group[];

/** Reads a vendor's groups once, at setup: a group with `*` becomes one for each match in a request, up to `maxMatches`. */
export function groupFinder({ identity = [], keys }: Vendor): FindGroups {
  const mayPass = keys === undefined ? undefined : keyRule(keys);
  const finders = identity.map((group): FindGroups => {
    const pairs = group.map(({ browser, server, shape, domain, key }) => ({
      browser,
      server,
      shape: shape === undefined ? undefined : wholeValue(shape),
      domain: domain === undefined ? undefined : new RegExp(domain),
      key,
    }));
    const isBound = mayPass !== undefined && pairs.some(({ key }) => key !== undefined);
    const [pair] = pairs;
    const here = (all: Group, host: string | undefined): Group =>
      isBound && host !== undefined ? all.filter(({ key }) => key === undefined || mayPass(key, host)) : all;
    if (pair === undefined || !pair.browser.includes("*")) return (_, host) => [here(pairs, host)];
    const [browser, server] = [namePattern(pair.browser), namePattern(pair.server)];
    return (cookies, host, maxMatches = MAX_EXPIRED_MATCHES) =>
      here([pair], host).flatMap(() =>
        starsIn(cookies, browser, server, maxMatches).map((star) => [
          { ...pair, browser: browser.fill(star), server: server.fill(star) },
        ]),
      );
  });
  return (cookies, host, maxMatches) => finders.flatMap((find) => find(cookies, host, maxMatches));
}

/** `shape` as it is applied. Throws a SyntaxError on what is no expression. */
export function wholeValue(shape: string): RegExp {
  return new RegExp(`^(?:${shape})$`);
}

function starsIn(cookies: RequestCookies, browser: NamePattern, server: NamePattern, maxMatches: number): string[] {
  const stars = new Set<string>();
  for (const name of cookies.names) {
    // The twin is asked first: `_sp_id.*` also matches `_sp_id.ab_srvr`.
    const star = server.starOf(name) ?? browser.starOf(name);
    // What is no token could begin an attribute, or a header. A twin's twin is nobody's: script could read what it brings back.
    if (star === undefined || !NAME_TOKEN.test(name) || server.starOf(browser.fill(star)) !== undefined) continue;
    stars.add(star);
    if (stars.size === maxMatches) break;
  }
  return [...stars];
}
