import { expect, test } from "vitest";
import type { Moment } from "../../cli/dev/moments.ts";
import { timeLeft } from "../../cli/dev/panel/clock.ts";
import { timelineOf } from "../../cli/dev/panel/timeline-model.ts";

const HOUR = 3_600_000;
const YEAR_SECONDS = 31_536_000;

/** What the clocks of script's anonymous id and of its twin say, hours after the start. */
function clocks(story: readonly Moment[], hours: number): (string | undefined)[] {
  const timeline = timelineOf(story);
  return timeline.lanes.slice(0, 2).map((lane) => {
    const held = timeline.held.get(lane);
    return held && timeLeft(lane, held, timeline, hours * HOUR);
  });
}

const cookie = (name: string, maxAge?: number) => ({ store: "cookie" as const, name, value: "a1", maxAge });
const opened: readonly Moment[] = [
  { at: 0, kind: "act", act: "open" },
  { at: 0, kind: "script", writes: [cookie("htjs_anonymous_id", YEAR_SECONDS)] },
  { at: 0, kind: "server", call: "renew", writes: [cookie("htjs_anonymous_id_srvr", 400 * 86_400)] },
];

test("gives what script wrote 7 days from the visitor's last act, and a twin what its server asked for", () => {
  expect(clocks(opened, 1)).toEqual(["6 d 23:00:00 left", "400 days left"]);
  const acted: Moment = { at: 5 * HOUR, kind: "act", act: "track" };
  expect(clocks([...opened, acted], 6)).toEqual(["6 d 23:00:00 left", "400 days left"]);
  const away: Moment = { at: 6 * HOUR, kind: "days", days: 8 };
  expect(clocks([...opened, acted, away], 6)).toEqual([undefined, "392 days left"]);
  const again = opened.map((moment) => ({ ...moment, at: 7 * HOUR }));
  expect(clocks([...opened, acted, away, ...again], 8)).toEqual(["6 d 23:00:00 left", "400 days left"]);
});

test("knows nothing of a twin that was there before", () => {
  const found: Moment = { at: 0, kind: "found", writes: [cookie("htjs_anonymous_id_srvr")] };
  expect(clocks([found], 1)).toEqual([undefined, undefined]);
});
