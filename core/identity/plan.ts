import type { ConsentEffect } from "../consent/consent-types.ts";
import type { RequestCookies } from "../cookie-header.ts";
import type { Settings } from "../options.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import { type Act, clearCarried, type CookieChange, follow, isPresent, renew, sizeOf, strays } from "./changes.ts";
import { type Group, groupFinder, MAX_RENEWED_MATCHES } from "./groups.ts";
import { resetReader } from "./reset.ts";
import { carriedForgetter } from "./withdrawal.ts";

/** What one request does to a vendor's identity. */
export interface IdentityPlan {
  readonly changes: readonly CookieChange[];
  /** Whether somebody has gone, and of some group what the request carries may be his. */
  readonly isAnybodyGone: boolean;
}

/** What a request says by itself: whether it names whom it is about, and the keys that it names. */
interface Named {
  readonly isNamed?: boolean | undefined;
  readonly keys?: readonly string[] | undefined;
}

/** `identity`: what consent lets happen. `host`: the site's. */
type PlanIdentity = (
  cookies: RequestCookies,
  identity: ConsentEffect["identity"],
  host: string,
  named?: Named,
) => IdentityPlan;

type Verb = NonNullable<RelayRoute["identity"]>;

const ACTS: Readonly<Record<Verb, Act>> = { renew, mirror: follow };

/** Plans what renew, restore.js and the answers of relay routes do to the identity. */
export function identityPlanner(vendor: Vendor, verb: Verb, { groupBytes }: Settings): PlanIdentity {
  const act = ACTS[verb];
  const findGroups = groupFinder(vendor);
  const forget = carriedForgetter(vendor);
  const resetOf = resetReader(vendor.id);
  return (cookies, identity, host, { isNamed = false, keys = [] } = {}) => {
    // Of who is forgotten all goes, and no cookie of a vendor's comes back.
    if (identity === "expire") return { isAnybodyGone: false, changes: forget(cookies) };
    const reset = resetOf(cookies);
    const isGone = (group: Group) => reset?.isGone(group, cookies) === true;
    const some = findGroups(cookies, host, MAX_RENEWED_MATCHES);
    const isAnybodyGone = some.some(isGone);
    // The marker is spent at once: a twin that was not looked at would bring the old person back with the next call.
    const groups = isAnybodyGone ? findGroups(cookies, host) : some;
    // A log-out holds, whoever may be written: what it left is taken away, and its marker stays for the renew that may write.
    if (identity === "none")
      return { isAnybodyGone, changes: groups.filter(isGone).flatMap((group) => clearCarried(group, cookies)) };
    const changes: CookieChange[] = [];
    let seen = cookies;
    let left = MOST_FULL_GROUPS * groupBytes;
    for (const group of meant(groups, cookies, keys)) {
      const acted = act(group, seen, {
        isGone: reset?.isGone(group, seen) === true,
        hasSeenReset: reset !== undefined,
        isNamed,
        groupBytes: Math.min(groupBytes, left),
      });
      const bytes = sizeOf(group, seen);
      const isKept = isPresent(group, seen) || acted.some((change) => "write" in change);
      // Behind one that does not fit nothing does: the next call would find another one that fits.
      if (isKept && bytes <= groupBytes) left = bytes <= left ? left - bytes : 0;
      for (const change of acted) {
        changes.push(change);
        // Two groups may have one browser cookie: the first that brings it back says whose it is, and the other twin follows.
        if ("write" in change && change.write === "browser") seen = withCookie(seen, change.name, change.value);
      }
    }
    const present = groups.filter((group) => isPresent(group, cookies));
    changes.push(...strays(verb === "renew" ? groups : present, cookies));
    if (reset) changes.push(...reset.spend(groups));
    return { isAnybodyGone, changes };
  };
}

/** As many bytes as so many groups of `limits.groupBytes` may be mirrored of one vendor: below what a CDN takes of all headers. */
const MOST_FULL_GROUPS = 4;

/** Where several keys may pass, without the twins of those that the request neither names nor has a twin of: it is for one of them. */
function meant(groups: readonly Group[], cookies: RequestCookies, keys: readonly string[]): readonly Group[] {
  if (new Set(groups.flat().flatMap(({ key }) => key ?? [])).size < 2) return groups;
  return groups.map((group) =>
    group.filter(({ key, server }) => key === undefined || keys.includes(key) || cookies.get(server) !== undefined),
  );
}

function withCookie(cookies: RequestCookies, name: string, value: string): RequestCookies {
  return { ...cookies, get: (each) => (each === name ? value : cookies.get(each)) };
}
