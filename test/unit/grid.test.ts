import { expect, test } from "vitest";
import { browsersSum, gridOf, journeysSum, type Played } from "../browser/grid.ts";

const played = (
  sdk: string,
  journey: string,
  engine: string,
  state: Played["state"],
  more: Partial<Played> = {},
): Played => ({ journey, vendor: sdk.toLowerCase(), sdk, engine, version: "1.0", state, unexplained: 0, ...more });

test("the grid has a row a journey, a column an engine, and what it comes to in the end", () => {
  const grid = gridOf(
    [
      played("One", "stays", "A", "passed"),
      played("One", "leaves", "A", "failed"),
      played("One", "stays", "B", "passed", { version: "2.0" }),
      played("One", "comes back later", "B", "passed", { version: "2.0" }),
      played("Two", "stays", "A", "passed", { unexplained: 2 }),
      played("Two, from npm", "stays", "A", "passed", { vendor: "two" }),
    ],
    0,
    [journeysSum, browsersSum],
  );
  expect(grid.split("\n")).toEqual([
    "",
    "1 = A, 1.0",
    "2 = B, 2.0",
    "                    1 2",
    "One",
    "  stays             ✓ ✓",
    "  leaves            ✗  ",
    "  comes back later    ✓",
    "Two",
    "  stays             ✓  ",
    "Two, from npm",
    "  stays             ✓  ",
    "journeys: 2 SDKs x 1 browsers, 1 failed, 2 unexplained vendor requests",
    "browsers: 5 journeys x 2 engines, 1 failed",
  ]);
});

test("an engine that does not start is not counted as played, or counts as failed", () => {
  const not = { version: undefined };
  const grid = gridOf([played("One", "stays", "A", "skipped", not), played("One", "stays", "B", "failed", not)], 1, [
    browsersSum,
  ]);
  expect(grid).toContain("1 = A, not started\n2 = B, not started\n");
  expect(grid).toMatch(/\nbrowsers: 1 journeys x 1 engines, 2 failed, 1 not played$/);
});

test("where nothing could be played, it says so", () => {
  expect(gridOf([], 1, [browsersSum])).toMatch(/\nbrowsers: 0 journeys x 0 engines, 1 failed$/);
  expect(gridOf([], 1, [journeysSum])).toMatch(
    /\njourneys: 0 SDKs x 0 browsers, 1 failed, 0 unexplained vendor requests$/,
  );
});
