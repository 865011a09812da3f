import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cases } from "../parity/cases/index.ts";
import { type Judged, parityGrid } from "../parity/grid.ts";
import { parityPage, runsOnTable } from "../parity/runs-on.ts";
import { TRAITS } from "../parity/target.ts";
import { targets } from "../parity/targets/index.ts";

const root = join(import.meta.dirname, "../..");

test("every rule and every target has a name of its own", () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
});

test("a gap names a target or a trait that there is", () => {
  const known = new Set<string>([...TRAITS, ...targets.map(({ name }) => name)]);
  expect(cases.flatMap(({ gaps = {} }) => Object.keys(gaps)).filter((name) => !known.has(name))).toEqual([]);
});

test("README and docs/parity.md say what the table says: npm run runs-on", async () => {
  const plain = (text: string) => text.replace(/-{3,}|\s+/g, " ").replace(/ +/g, " ");
  expect(plain(await readFile(join(root, "README.md"), "utf8"))).toContain(plain(runsOnTable(targets, cases)));
  expect(plain(await readFile(join(root, "docs/parity.md"), "utf8"))).toBe(plain(parityPage(targets, cases)));
});

const judged = (rule: string, target: string, state: Judged["state"], isGap = false): Judged => ({
  rule,
  target,
  version: undefined,
  state,
  isGap,
});

test("the grid has a row a rule and a column a target, and ends in one line", () => {
  const grid = parityGrid(
    [
      judged("stays", "a", "passed"),
      judged("leaves", "a", "failed"),
      judged("stays", "b", "passed", true),
      judged("leaves", "b", "failed", true),
    ],
    0,
    true,
  );
  expect(grid).toContain("✓ ○  stays\n✗ ✗  leaves\n");
  expect(grid).toContain(" 1 a  1 hold, 0 known gaps, 1 failed\n 2 b  0 hold, 1 known gaps, 1 failed\n");
  expect(grid).toMatch(/\nparity: 2 cases x 2 targets, 2 failed, 1 known gaps$/);
});

test("a target that did not start is not counted as judged, and what failed beside the cases counts as failed", () => {
  const grid = parityGrid([judged("stays", "a", "passed"), judged("stays", "b", "skipped")], 1, false);
  expect(grid).toMatch(/\nparity: 1 cases x 1 targets, 1 failed, 0 known gaps, 1 not run$/);
});
