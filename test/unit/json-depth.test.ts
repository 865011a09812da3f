import fc from "fast-check";
import { expect, test } from "vitest";
import { isTooDeep } from "../../core/relay/json-depth.ts";

/** A hundred levels is as deep as it may be. */
function levelsOf(value: unknown): number {
  return typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0;
}

test("JSON is too deep above a hundred levels, whatever its strings hold", () => {
  const text = fc
    .array(fc.constantFrom("[", "{", "]", "}", '"', "\\", '\\"', "a"), { maxLength: 40 })
    .map((all) => all.join(""));
  const wrapped = fc
    .tuple(fc.integer({ min: 90, max: 110 }), fc.infiniteStream(fc.tuple(fc.boolean(), text)), text)
    .map(([levels, stream, core]) => {
      let value: unknown = core;
      for (let level = 0; level < levels; level++) {
        const [isList, word] = stream.next().value as [boolean, string];
        value = isList ? [word, value, word] : { [`${word}a`]: word, [`${word}b`]: value, [`${word}c`]: {} };
      }
      return value;
    });
  fc.assert(
    fc.property(wrapped, (value) => {
      expect(isTooDeep(JSON.stringify(value))).toBe(levelsOf(value) > 100);
    }),
    { seed: 20_261_122, numRuns: 500 },
  );
});

test("what is no JSON is looked at to its end", () => {
  for (const text of ['"[[[', `"\\${"[".repeat(200)}`, "]".repeat(200), "\\", '"'.repeat(201)])
    expect(isTooDeep(text)).toBe(false);
  expect(isTooDeep("[".repeat(101))).toBe(true);
});
