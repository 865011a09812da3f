import type { Rate } from "../types.ts";

/** What is remembered: two halves, of which the older is forgotten whole, so that no call pays for a search. */
const MAX_CALLERS = 10_000;

/**
 * A token bucket for each caller, as the one time that says it all: when his bucket is full again (the generic cell rate algorithm, ITU-T
 * I.371). Takes a token and returns 0, or returns in how many seconds there is one. Forgets those who have not called for longest.
 */
export function tokenBuckets({ perSecond, burst }: Rate): (caller: string, nowMs: number) => number {
  const tokenMs = 1_000 / perSecond;
  let recent = new Map<string, number>();
  let older = new Map<string, number>();
  return (caller, nowMs) => {
    const fullAt = Math.max(recent.get(caller) ?? older.get(caller) ?? 0, nowMs) + tokenMs;
    const lateMs = fullAt - nowMs - burst * tokenMs;
    // Less is the rounding of sums.
    if (lateMs > 0.01) return lateMs / 1_000;
    recent.set(caller, fullAt);
    if (recent.size === MAX_CALLERS / 2) [older, recent] = [recent, new Map()];
    return 0;
  };
}
