import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cases } from "../parity/cases/index.ts";
import { pitfalls } from "../pitfalls/index.ts";
import { pitfallsPage } from "../pitfalls/page.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFile(join(root, path), "utf8");

test.each(pitfalls.flatMap(({ id, heldBy }) => heldBy.map((held) => [id, held] as const)))(
  "%s is held by a test that there is, and what undoes it still can: npm run pitfalls makes sure",
  async (_, { file, test: name, undo }) => {
    const isThere = file.startsWith("parity/")
      ? cases.some((each) => each.name.startsWith(name))
      : (await read(`test/${file}`)).includes(name.replace(/^a \d{3} /, "a %s "));
    expect(isThere, name).toBe(true);
    expect((await read(undo.file)).split(undo.from), undo.from).toHaveLength(2);
  },
);

test("the list is whole", () => {
  expect(pitfalls.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, index) => `P${index + 1}`));
});

test("docs/security/pitfalls.md says what the list says: npm run pitfalls -- --page", async () => {
  const words = (page: string) => page.replace(/[\s|-]+/g, " ");
  expect(words(await read("docs/security/pitfalls.md"))).toBe(words(pitfallsPage(pitfalls)));
});
