/** Until when an exchange waits for what it waits for now: one timer for all its waits, since starting one takes Deno a microsecond and more. */
export interface Deadline {
  /** Called once it has passed; undefined while nothing is waited for. */
  late: (() => void) | undefined;
  at: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer looks next, at `at` or before. */
  looksAt: number;
}

/** The first look: most exchanges are over before, and no wait that is shorter by default is to start another timer. */
const FIRST_LOOK_MS = 5_000;

export function noDeadline(): Deadline {
  return { late: undefined, at: 0, timer: undefined, looksAt: 0 };
}

/** Has `late` called in `ms` milliseconds, and nothing else any more. */
export function waitUntilLate(deadline: Deadline, ms: number, late: () => void): void {
  const now = Date.now();
  deadline.late = late;
  deadline.at = now + ms;
  if (deadline.timer !== undefined && deadline.looksAt <= deadline.at) return;
  clearTimeout(deadline.timer);
  lookIn(Math.min(ms, FIRST_LOOK_MS), deadline, now);
}

/** Nothing is waited for; another wait may follow. */
export function isInTime(deadline: Deadline): void {
  deadline.late = undefined;
}

/** Leaves no timer behind. */
export function endDeadline(deadline: Deadline): void {
  deadline.late = undefined;
  if (deadline.timer !== undefined) clearTimeout(deadline.timer);
}

function lookIn(ms: number, deadline: Deadline, now: number): void {
  deadline.looksAt = now + ms;
  deadline.timer = setTimeout(look, ms, deadline);
}

function look(deadline: Deadline): void {
  deadline.timer = undefined;
  const { late, at } = deadline;
  if (late === undefined) return;
  const now = Date.now();
  if (at > now) return lookIn(at - now, deadline, now);
  deadline.late = undefined;
  late();
}
