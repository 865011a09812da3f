import { expect, test } from "vitest";
import { gridOf, type Played } from "../browser/grid.ts";

const played = (journey: string, engine: string, state: Played["state"], version?: string): Played => ({
  journey,
  engine,
  version,
  state,
});

test("the grid has a row a journey, a column an engine, and one line in the end", () => {
  const grid = gridOf(
    [
      played("stays", "A", "passed", "1.0"),
      played("leaves", "A", "failed", "1.0"),
      played("stays", "B", "passed", "2.0"),
      played("comes back later", "B", "passed", "2.0"),
    ],
    0,
  );
  expect(grid.split("\n")).toEqual([
    "",
    "1 = A, 1.0",
    "2 = B, 2.0",
    "                  1 2",
    "stays             ✓ ✓",
    "leaves            ✗  ",
    "comes back later    ✓",
    "browsers: 3 journeys x 2 engines, 1 failed",
  ]);
});

test("an engine that does not start is not counted as played, or counts as failed", () => {
  const grid = gridOf([played("stays", "A", "skipped"), played("stays", "B", "failed")], 1);
  expect(grid).toContain("1 = A, not started\n2 = B, not started\n");
  expect(grid).toMatch(/\nbrowsers: 1 journeys x 1 engines, 2 failed, 1 not played$/);
});

test("where nothing could be played, it says so", () => {
  expect(gridOf([], 1)).toMatch(/\nbrowsers: 0 journeys x 0 engines, 1 failed$/);
});
