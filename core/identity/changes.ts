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
 * A group above `groupBytes` is left as it is.
 */
function mirror(group: Group, cookies: RequestCookies, groupBytes: number): CookieChange[] {
  if (sizeOf(group, cookies) > groupBytes) return [];
  const changes: CookieChange[] = [];
  for (const { browser, server, shape } of group) {
    const value = cookies.get(browser);
    if (value === undefined) {
      if (cookies.get(server) !== undefined) changes.push({ expire: "server", name: server });
    } else if (mayBeKept(server, value, shape)) {
      changes.push({ write: "server", name: server, value });
    }
  }
  return changes;
}

/** As mirror, and every twin that is carried and not written anew goes, also where its browser cookie is one to leave alone. */
function replace(group: Group, cookies: RequestCookies, groupBytes: number): CookieChange[] {
  const changes = mirror(group, cookies, groupBytes);
  const stale = group.filter(
    ({ server }) => cookies.get(server) !== undefined && !changes.some(({ name }) => name === server),
  );
  return [...changes, ...stale.map(({ server }): CookieChange => ({ expire: "server", name: server }))];
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
  readonly isReset: boolean;
  /** Whether the request says by itself whom it is about. */
  readonly isNamed: boolean;
  readonly groupBytes: number;
}

/** What is done to one group. */
export type Act = (group: Group, cookies: RequestCookies, circumstances: Circumstances) => CookieChange[];

/**
 * Mirrors, or else restores: nobody over whom the request names. After a reset nothing is restored, and no twin of the person who has
 * gone is left.
 */
export const renew: Act = (group, cookies, { isReset, isNamed, groupBytes }) => {
  if (isReset) return replace(group, cookies, groupBytes);
  if (isPresent(group, cookies)) return mirror(group, cookies, groupBytes);
  return isNamed ? [] : restore(group, cookies);
};

/**
 * Mirrors what has changed, and never restores: of an event's answer that comes late. A group that is as it was is not written again, or
 * the twins of somebody who has gone since would be back; one that is not is written whole, or they would stand beside the next one's.
 */
export const follow: Act = (group, cookies, { isReset, groupBytes }) => {
  if (isReset) return replace(group, cookies, groupBytes);
  if (!isPresent(group, cookies)) return [];
  const changes = mirror(group, cookies, groupBytes);
  const isSame = (change: CookieChange) =>
    "write" in change && cookies.get(change.name) === change.value && !cookies.isDoubled(change.name);
  const isNew = changes.some((change) => "write" in change && !isSame(change));
  return isNew ? changes : changes.filter((change) => !isSame(change));
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

/** Whether the SDK was reset: by the marker that the snippet writes by script, or by the memory of one that was seen. */
export function wasReset(vendorId: string, cookies: RequestCookies): boolean {
  return cookies.get(resetMarker(vendorId)) !== undefined || cookies.get(resetMemory(vendorId)) !== undefined;
}

/**
 * Takes the marker away, once it was seen, and remembers it until a new person is there (`isAnybodyThere`: a browser cookie of the
 * vendor is present). The answer to a renew from before the log-out can still be on its way, and would write the twins of the person
 * who has gone: seen with the real SDK where the first renew of a page is slow.
 */
export function spendResetMarker(vendorId: string, cookies: RequestCookies, isAnybodyThere: boolean): CookieChange[] {
  const [marker, memory] = [resetMarker(vendorId), resetMemory(vendorId)];
  const isMarked = cookies.get(marker) !== undefined;
  const changes: CookieChange[] = isMarked ? [{ expire: "browser", name: marker }] : [];
  if (isMarked && !isAnybodyThere) changes.push(rememberReset(vendorId));
  if (isAnybodyThere && cookies.get(memory) !== undefined) changes.push({ expire: "server", name: memory });
  return changes;
}

/** As after a reset that was seen. */
export function rememberReset(vendorId: string): CookieChange {
  return { write: "server", name: resetMemory(vendorId), value: "1" };
}

/** The script cookie by which the snippet tells of a reset. */
export function resetMarker(vendorId: string): string {
  return `fp_reset_${vendorId}`;
}

function resetMemory(vendorId: string): string {
  return `fp_reset_${vendorId}_srvr`;
}

/** A value that cannot be written back, or that the SDK never wrote, is left alone: nothing is known of it. */
function mayBeKept(name: string, value: string, shape: RegExp | undefined): boolean {
  return isWritable(name, value) && (shape === undefined || shape.test(value));
}

/** Bytes of names and values of the browser cookies that are there. */
export function sizeOf(group: Group, cookies: RequestCookies): number {
  let bytes = 0;
  for (const { browser } of group) {
    const value = cookies.get(browser);
    if (value !== undefined) bytes += browser.length + value.length;
  }
  return bytes;
}
