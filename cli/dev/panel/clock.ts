import type { Held, Timeline } from "./timeline-model.ts";
import { isReachedByScript } from "./timeline-model.ts";
import type { Lane } from "./lanes.ts";

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** webkit.org/tracking-prevention: days of browser use without interaction with the site. */
const SCRIPT_DAYS = 7;
/** What the cookie service asks for, and the most that browsers give. */
export const SERVER_DAYS = 400;

/** How long tracking prevention leaves it: `6 d 23:59:12` for what script can reach, days for what only the server can. */
export function timeLeft(lane: Lane, held: Held, { daysPassed, lastActAt }: Timeline, now: number): string {
  const visitorNow = now + daysPassed * DAY_MS;
  if (!isReachedByScript(lane)) {
    return `${Math.ceil((held.at + SERVER_DAYS * DAY_MS - visitorNow) / DAY_MS)} days left`;
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
