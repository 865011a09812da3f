import type { Moment } from "../moments.ts";
import { comeBack, loggedOut, type Outcome, received } from "./outcome.ts";

/** What the newest event says about what happened before it, in the shop or by the panel's buttons. */
export function verdictOf(story: readonly Moment[]): Outcome | string {
  const newest = story.findLastIndex(isOwnEvent);
  if (story.findLastIndex(({ kind }) => kind === "days") > newest) return "Days have passed. The visitor comes again.";
  const after = story[newest];
  if (after?.kind !== "event") {
    return story.some((moment) => moment.kind === "found" && moment.writes.length > 0)
      ? "The server has started anew and forgotten the past; your cookies are still there."
      : "The shop is opening.";
  }
  const older = story.slice(0, newest);
  const before = older.findLast(isOwnEvent);
  if (before === undefined) {
    const isNew = after.event.userId === null && !older.some(isDeparture);
    return isNew && after.event.type === "page"
      ? "A visitor has come to the shop. Identify her, then let 8 days pass."
      : received(after.event);
  }
  const between = older.slice(older.indexOf(before));
  if (between.some(({ kind }) => kind === "days")) return comeBack(before.event, after.event, between);
  if (between.some((moment) => moment.kind === "act" && moment.act === "log out")) {
    return loggedOut(before.event, after.event);
  }
  return received(after.event);
}

/** After it, who comes is not new: told by a server that has started anew since the last event. */
function isDeparture(moment: Moment): boolean {
  return moment.kind === "days" || (moment.kind === "act" && moment.act === "log out");
}

function isOwnEvent(moment: Moment): moment is Extract<Moment, { kind: "event" }> {
  return moment.kind === "event" && moment.event.isOwn;
}
