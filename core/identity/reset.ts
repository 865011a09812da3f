import type { RequestCookies } from "../cookie-header.ts";
import type { CookieChange, Side } from "./changes.ts";
import type { Group, Pair } from "./groups.ts";

/** The script cookie by which the snippet tells of a reset. */
export function resetMarker(vendorId: string): string {
  return `fp_reset_${vendorId}`;
}

/** Writes the server's memory of a reset, which has this value as long as nobody has come. */
export function rememberReset(vendorId: string) {
  return { write: "server", name: `${resetMarker(vendorId)}_srvr`, value: "1" } as const;
}

type NamedGroup = readonly Pick<Pair, Side>[];

/** What a browser that has seen a reset is known by. */
export interface Reset {
  /**
   * Whether what is carried of a group may be of somebody who has gone: of anybody beside the marker, and else of whom the memory does not
   * name. The answer to a request from before a log-out may be on its way for long, and write his twins beside, or after, those of whoever
   * came then: seen with the real SDK where the first renew of a page is slow. So the memory stays, and says whose twins count.
   */
  isGone(group: NamedGroup, cookies: RequestCookies): boolean;
  /** Takes the marker away, and remembers who is there: of a group whose cookies are lost, who was. */
  spend(groups: readonly Group[]): CookieChange[];
}

const MARK = /^[0-9a-z]{2,7}$/;
/** Bounds what is written, whatever is carried. */
const MOST_MARKS = 20;

/** Made once, at setup. Undefined: this browser has never seen one. */
export function resetReader(vendorId: string): (cookies: RequestCookies) => Reset | undefined {
  const marker = resetMarker(vendorId);
  const memory = rememberReset(vendorId);
  const { name } = memory;
  return (cookies) => {
    const isMarked = cookies.get(marker) !== undefined;
    const old = cookies.get(name);
    if (!isMarked && old === undefined) return undefined;
    const known = isMarked ? [] : (old ?? "").split(".");
    const isGone: Reset["isGone"] = (group, at) => {
      const mark = markOf(group, "browser", at) ?? markOf(group, "server", at);
      return mark !== undefined && !known.includes(mark);
    };
    return {
      isGone,
      spend(groups) {
        const changes: CookieChange[] = isMarked ? [{ expire: "browser", name: marker }] : [];
        if (cookies.isDoubled(name)) changes.push({ expire: "server", name, isStray: true });
        if (!isMarked && !groups.some((group) => isGone(group, cookies))) return changes;
        // Groups live and die apart: of one whose cookies are lost its twins still say who is known.
        const own = groups.flatMap(
          (group) =>
            markOf(group, "browser", cookies) ?? known.filter((mark) => mark === markOf(group, "server", cookies)),
        );
        // One without pairs has them on hosts of another key.
        const marks = groups.some(({ length }) => length === 0) ? [...own, ...known] : own;
        const named = [...new Set(marks.filter((mark) => MARK.test(mark)))].slice(0, MOST_MARKS);
        const value = named.join(".") || (isMarked ? memory.value : old);
        if (value !== undefined && value !== old) changes.push({ ...memory, value });
        return changes;
      },
    };
  };
}

/**
 * Tells one person from another by the first cookie of a group that is there: the anonymous id, which is new after every reset, while a
 * user's id comes later. FNV-1a of 32 bits: nothing is kept secret by it, and nobody need know the id to compare.
 */
function markOf(group: NamedGroup, side: Side, cookies: RequestCookies): string | undefined {
  for (const pair of group) {
    const value = cookies.get(pair[side]);
    if (value === undefined) continue;
    let hash = 0x811c9dc5;
    for (let at = 0; at < value.length; at++) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193);
    return (hash >>> 0).toString(36);
  }
  return undefined;
}
