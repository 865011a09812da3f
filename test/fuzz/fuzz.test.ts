import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createFirstParty } from "../../core/index.ts";
import { play } from "./chunk.ts";
import { MUTANTS } from "./mutants.ts";
import { PROPERTIES, type PropertyName } from "./properties.ts";
import { SITES } from "./sites.ts";

/** `npm run fuzz` looks further, and with other seeds. */
const SEED = 20_261_122;

const RUNS: Readonly<Record<PropertyName, number>> = {
  view: 3_000,
  fetch: 1_500,
  keys: 1_500,
  rewrite: 1_500,
  visit: 2_000,
  lambda: 1_500,
  edge: 1_000,
  config: 1_000,
  environment: 1_000,
};

describe("hostile input", () => {
  test.each(Object.keys(PROPERTIES) as PropertyName[])(
    "%s: every invariant holds",
    async (name) => {
      const { runs, failure } = await play({ name, seed: SEED, runs: RUNS[name] });
      expect(failure?.report).toBeUndefined();
      expect(runs).toBe(RUNS[name]);
    },
    60_000,
  );

  test.each(MUTANTS)("$what: a mistake that can still be made, npm run fuzz -- --mutants", async ({ undo }) => {
    for (const { file, from } of undo) {
      expect((await readFile(join(import.meta.dirname, "../..", file), "utf8")).split(from), from).toHaveLength(2);
    }
  });

  test("the sites that are attacked are good configs, so that a refusal is never for theirs", () => {
    for (const config of Object.values(SITES)) expect(() => createFirstParty(config)).not.toThrow();
  });
});
