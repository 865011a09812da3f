import type { Held, Timeline } from "./timeline-model.ts";
import { isReachedByScript } from "./timeline-model.ts";
import type { Lane } from "./lanes.ts";

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** webkit.org/tracking-prevention: days of browser use without interaction with the site. */
const SCRIPT_DAYS = 7;

/**
 * How long it is left: `6 d 23:59:12` by tracking prevention, for what script can reach; for what only the server can, the days that
 * it has asked for. Undefined where nobody saw it ask.
 */
export function timeLeft(lane: Lane, held: Held, { daysPassed, lastActAt }: Timeline, now: number) {
  const visitorNow = now + daysPassed * DAY_MS;
  if (!isReachedByScript(lane)) {
    if (held.maxAge === undefined) return undefined;
    return `${Math.ceil((held.at + held.maxAge * SECOND_MS - visitorNow) / DAY_MS)} days left`;
  }
  const left = Math.max(0, Math.max(held.at, lastActAt) + SCRIPT_DAYS * DAY_MS - visitorNow);
  return `${Math.floor(left / DAY_MS)} d ${clockFace(left % DAY_MS)} left`;
}

function clockFace(ms: number): string {
  return new Date(Math.floor(ms / SECOND_MS) * SECOND_MS).toISOString().slice(11, 19);
}

/** The day that it is for the visitor. */
export function visitorDate(daysPassed: number, now: number): string {
  return new Date(now + daysPassed * DAY_MS).toLocaleDateString("en", {
    weekday: "short",
    day: "numeric",
    month: "short",
  });
}
