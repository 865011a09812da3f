import { isWritable, type RequestCookies } from "../cookie-header.ts";
import type { Group, Pair } from "./groups.ts";

/** `browser`: the cookie that the SDK reads and writes by script. `server`: its twin, for the server's eyes only. */
export type Side = "browser" | "server";

/** What a visit to the cookie service does to one cookie. `domain`: how its SDK finds its Domain in the host, where it has a way of its own. */
export type CookieChange = Pick<Pair, "domain"> &
  (
    | /** `isLasting`: as long as browsers keep one, however short `cookie.maxAgeDays` is. */
      { readonly write: Side; readonly name: string; readonly value: string; readonly isLasting?: true }
    /** `isStray`: only the other variants, which lie beside the real one; otherwise all. */
    | Expiry
  );

type Expiry = Pick<Pair, "domain"> & { readonly expire: Side; readonly name: string; readonly isStray?: true };

/**
 * The twins become what the browser cookies are: each present one is written to its twin, and a twin that the request carries
 * without its browser cookie is expired. Browser cookies are not written: sent back while the SDK resets, an old id would return.
 * A group above `groupBytes` is left as it is, lost or not; of somebody who has gone no twin is left, whatever cannot be written.
 */
function mirror(
  group: Group,
  cookies: RequestCookies,
  { groupBytes, isGone, hasSeenReset }: Circumstances,
): CookieChange[] {
  const isTooMuch = sizeOf(group, cookies) > groupBytes;
  if (isTooMuch && !isGone) return [];
  const changes: CookieChange[] = [];
  for (const { browser, server, shape } of group) {
    const value = cookies.get(browser);
    if (value !== undefined && !isTooMuch && mayBeKept(server, value, shape)) {
      changes.push({ write: "server", name: server, value });
      // One that is not carried yet could be on its way, for somebody who has gone: it would stand beside those that are written.
    } else if (isGone || (value === undefined && (hasSeenReset || cookies.get(server) !== undefined))) {
      changes.push({ expire: "server", name: server });
    }
  }
  return changes;
}

/**
 * Each twin comes back as its browser cookie and is itself refreshed: all that are carried, or none. Only for a group of which the
 * request carries no browser cookie: brought back one by one, an old user's id would be glued to a new anonymous id.
 */
function restore(group: Group, cookies: RequestCookies): CookieChange[] {
  const changes: CookieChange[] = [];
  for (const { browser, server, shape, domain } of group) {
    const value = cookies.get(server);
    if (value === undefined) continue;
    if (!mayBeKept(server, value, shape)) return [];
    changes.push({ write: "browser", name: browser, value, domain }, { write: "server", name: server, value });
  }
  return changes;
}

interface Circumstances {
  /** Whether what the request carries may be of somebody who has gone. */
  readonly isGone: boolean;
  /** Whether this browser has ever seen a log-out. */
  readonly hasSeenReset: boolean;
  /** Whether the request says by itself whom it is about. */
  readonly isNamed: boolean;
  readonly groupBytes: number;
}

/** What is done to one group. */
export type Act = (group: Group, cookies: RequestCookies, circumstances: Circumstances) => CookieChange[];

/** Mirrors, or else restores: nobody over whom the request names, and nobody who has gone. */
export const renew: Act = (group, cookies, circumstances) => {
  if (isPresent(group, cookies)) return mirror(group, cookies, circumstances);
  if (circumstances.isGone) return clearCarried(group, cookies);
  return circumstances.isNamed || sizeOf(group, cookies) > circumstances.groupBytes ? [] : restore(group, cookies);
};

/**
 * Mirrors what has changed, and never restores: of an event's answer that comes late. A group that is as it was is not written again, or
 * the twins of somebody who has gone since would be back; one that is not is written whole, or they would stand beside the next one's.
 */
export const follow: Act = (group, cookies, circumstances) => {
  const { isGone } = circumstances;
  if (!isPresent(group, cookies)) return isGone ? clearCarried(group, cookies) : [];
  const changes = mirror(group, cookies, circumstances);
  const isNew = (change: CookieChange) =>
    "write" in change && (cookies.get(change.name) !== change.value || cookies.isDoubled(change.name));
  return isGone || changes.some(isNew)
    ? changes
    : changes.filter((change) => "expire" in change && cookies.get(change.name) !== undefined);
};

/** Expires of every two cookies of one name the one that its SDK does not write. */
export function strays(groups: readonly Group[], cookies: RequestCookies): CookieChange[] {
  return expiries(groups)
    .filter(({ name }) => cookies.isDoubled(name))
    .map((expiry) => ({ ...expiry, isStray: true }));
}

/** Expires all in some groups, each name once: several may share a browser cookie. */
export function expiries(groups: readonly Group[]): Expiry[] {
  const byName = new Map<string, Expiry>();
  for (const { browser, server, domain } of groups.flat())
    byName.set(browser, { expire: "browser", name: browser, domain }).set(server, { expire: "server", name: server });
  return [...byName.values()];
}

/** Whether the request carries a browser cookie of the group. */
export function isPresent(group: Group, cookies: RequestCookies): boolean {
  return group.some(({ browser }) => cookies.get(browser) !== undefined);
}

/** Expires every twin of the group, whether or not this request carries it: the call may be cross-path or come too late. */
export function clear(group: Group): CookieChange[] {
  return group.map(({ server }) => ({ expire: "server", name: server }));
}

/** Expires the twins that the request carries. */
export function clearCarried(group: Group, cookies: RequestCookies): CookieChange[] {
  return clear(group).filter(({ name }) => cookies.get(name) !== undefined);
}

/** A value that cannot be written back, or that the SDK never wrote, is left alone: nothing is known of it. */
function mayBeKept(name: string, value: string, shape: RegExp | undefined): boolean {
  return isWritable(name, value) && (shape === undefined || shape.test(value));
}

/** Bytes of the browser cookies of a group: of those that are there, or else of those that its twins would bring back. */
export function sizeOf(group: Group, cookies: RequestCookies): number {
  const side = isPresent(group, cookies) ? "browser" : "server";
  let bytes = 0;
  for (const pair of group) {
    const value = cookies.get(pair[side]);
    if (value !== undefined) bytes += pair.browser.length + value.length;
  }
  return bytes;
}
