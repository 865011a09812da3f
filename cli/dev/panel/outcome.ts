import type { Moment, VendorEvent } from "../moments.ts";
import { short } from "./lanes.ts";

/** What came of something, in a word and a sentence. */
export interface Outcome {
  readonly tone: "good" | "bad" | "plain";
  readonly word: string;
  readonly sentence: string;
}

/** A visitor came back after days: by what the vendor received before and after, is it the same person? */
export function comeBack(before: VendorEvent, after: VendorEvent, story: readonly Moment[]): Outcome {
  const [was, is] = [short(before.anonymousId), short(after.anonymousId)];
  if (before.anonymousId !== after.anonymousId) {
    const who = after.userId === null ? "nobody known" : `said to be ${after.userId}`;
    return {
      tone: "bad",
      word: "Another person",
      sentence: `Anonymous id ${was}${isKnownAs(before)} is gone; Hightouch now counts ${is}, ${who}.`,
    };
  }
  const how = wasRestored(story) ? "came back from its HttpOnly twin" : "was still there";
  if (before.userId !== after.userId) {
    return { tone: "bad", word: "Forgotten", sentence: `Anonymous id ${is} ${how}, without ${before.userId}.` };
  }
  const who = after.userId === null ? "" : `, and Hightouch still knows ${after.userId}`;
  return { tone: "good", word: "Same person", sentence: `Anonymous id ${is} ${how}${who}.` };
}

/** Somebody logged out and the next page came: is anything of them left? */
export function loggedOut(before: VendorEvent, after: VendorEvent): Outcome {
  const [was, is] = [short(before.anonymousId), short(after.anonymousId)];
  if (before.anonymousId === after.anonymousId) {
    const who = after.userId ?? "nobody known";
    return {
      tone: "bad",
      word: "Resurrected",
      sentence: `Anonymous id ${was} is back, as ${who}: what the next person does counts as hers.`,
    };
  }
  if (after.userId !== null) {
    return {
      tone: "bad",
      word: "Glued",
      sentence: `The new anonymous id ${is} arrived with ${after.userId}, who had left as ${was}.`,
    };
  }
  return { tone: "good", word: "A new person", sentence: `${is} is next, known as nobody; ${was} stays gone.` };
}

export function received({ type, event, userId, anonymousId }: VendorEvent): Outcome {
  const what = event === undefined ? type : `${type} “${event}”`;
  return {
    tone: "plain",
    word: "Received",
    sentence: `Hightouch has ${what} from ${short(anonymousId)}, ${userId ?? "nobody known"}.`,
  };
}

/** Whether the server wrote the anonymous id for script to read since the days that passed. */
function wasRestored(story: readonly Moment[]): boolean {
  return story
    .slice(story.findLastIndex(({ kind }) => kind === "days"))
    .some(
      (moment) =>
        moment.kind === "server" &&
        moment.writes.some(({ name, value }) => name === "htjs_anonymous_id" && value !== null),
    );
}

function isKnownAs({ userId }: VendorEvent): string {
  return userId === null ? "" : ` (${userId})`;
}
