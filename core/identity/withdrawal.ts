import { WITHDRAWN } from "../consent/marker.ts";
import { NAME_TOKEN, namePattern } from "../cookie-names.ts";
import { type CookieChange, expiries } from "./changes.ts";
import type { RequestCookies } from "../cookie-header.ts";
import { groupFinder, MAX_EXPIRED_MATCHES } from "./groups.ts";
import { rememberReset } from "./reset.ts";
import { isRelayRoute } from "../route-kind.ts";
import type { Vendor } from "../types.ts";

type Plan = (cookies: RequestCookies) => CookieChange[];

/** Takes away both sides of a vendor's identity, and what else its SDK writes, carried or not; of names with `*` those that are carried. */
export function identityForgetter(vendor: Vendor): Plan {
  const findGroups = groupFinder(vendor);
  const findOthers = namesFinder(vendor.scriptCookies ?? []);
  const nobody = rememberReset(vendor.id);
  return (cookies) => [
    ...expiries(findGroups(cookies, undefined)),
    ...findOthers(cookies).map((name): CookieChange => ({ expire: "browser", name })),
    // Who has come since a log-out: by that, too, one visitor could be told from another.
    ...((cookies.get(nobody.name) ?? nobody.value) === nobody.value ? [] : [nobody]),
  ];
}

/** Takes away every cookie by which a vendor knows the visitor: its identity, and its own that pass through here. */
function forgetter(vendor: Vendor): Plan {
  const forgetIdentity = identityForgetter(vendor);
  const findOwn = ownCookies(vendor);
  return (cookies) => {
    const identity = forgetIdentity(cookies);
    // A vendor may write a twin itself.
    const own = findOwn(cookies).filter((each) => identity.every(({ name }) => name !== each));
    return [...identity, ...own.map((name): CookieChange => ({ expire: "browser", name }))];
  };
}

/** The same, of those that the request carries. */
export function carriedForgetter(vendor: Vendor): Plan {
  const forget = forgetter(vendor);
  return (cookies) => forget(cookies).filter(({ name }) => cookies.get(name) !== undefined);
}

/** What a withdrawal does to a browser: nothing of any vendor is left, and a marker that nothing comes back. */
export function withdrawer(vendors: readonly Vendor[]): Plan {
  const forgetters = vendors.map(forgetter);
  return (cookies) => [
    ...forgetters.flatMap((forget) => forget(cookies)),
    { write: "server", name: WITHDRAWN, value: "1", isLasting: true },
  ];
}

/**
 * What a new consent does where the marker is carried: takes it away, and whatever has come since. The answer to a renew from before the
 * withdrawal can still be on its way, with the twins of a person who is to stay forgotten: to each vendor it is as after a log-out.
 */
export function granter(vendors: readonly Vendor[]): Plan {
  const forgetters = vendors.map(carriedForgetter);
  const memories = vendors.filter(({ identity = [] }) => identity.length > 0).map(({ id }) => rememberReset(id));
  return (cookies) =>
    cookies.get(WITHDRAWN) === undefined
      ? []
      : [{ expire: "server", name: WITHDRAWN }, ...forgetters.flatMap((forget) => forget(cookies)), ...memories];
}

/** The vendor's cookies that its routes let pass, either way; an opt-out among them is what must stay. */
function ownCookies({ routes, optOut = [] }: Vendor): (cookies: RequestCookies) => string[] {
  const passing = routes.flatMap((route) =>
    isRelayRoute(route) ? [...(route.cookiesUp ?? []), ...(route.cookiesDown ?? [])] : [],
  );
  const findNames = namesFinder([...new Set(passing)]);
  const kept = optOut.map(({ cookie }) => namePattern(cookie));
  return (cookies) => findNames(cookies).filter((name) => kept.every(({ starOf }) => starOf(name) === undefined));
}

/** Names as they are, and of those with `*` what a request carries. */
function namesFinder(names: readonly string[]): (cookies: RequestCookies) => string[] {
  const patterns = names.map(namePattern);
  const plain = patterns.filter(({ isPlain }) => isPlain).map(({ fill }) => fill(""));
  if (plain.length === patterns.length) return () => plain;
  return (cookies) => {
    const found = cookies.names.filter(
      (name) => NAME_TOKEN.test(name) && patterns.some(({ starOf }) => starOf(name) !== undefined),
    );
    return [...new Set([...plain, ...found.slice(0, MAX_EXPIRED_MATCHES)])];
  };
}
