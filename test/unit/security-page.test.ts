import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cases } from "../parity/cases/index.ts";

const root = join(import.meta.dirname, "../..");
const page = await readFile(join(root, "SECURITY.md"), "utf8");
const links = [...page.matchAll(/\[([^\]]+)\]\((test\/[^)]+)\)/g)].map(([, text = "", path = ""]) => ({ text, path }));

test.each(links)("SECURITY.md: $text", async ({ text, path }) => {
  expect(existsSync(join(root, path)), path).toBe(true);
  if (path.startsWith("test/parity/cases/")) expect(cases.some(({ name }) => name.startsWith(text))).toBe(true);
  else if (path.endsWith(".ts")) expect(await readFile(join(root, path), "utf8")).toContain(text);
});

test("SECURITY.md: every place of the picture has its promise, and every promise a test", async () => {
  const picture = await readFile(join(root, "docs/images/threat-model.svg"), "utf8");
  const places = [...picture.matchAll(/class="number"[^>]*>(\d)</g)].map(([, number]) => number);
  const [, promised = ""] = /^## What is promised, and what holds it$(.*?)^## /ms.exec(page) ?? [];
  const [, ...promises] = promised.split(/^### /m);
  const numbers = promises.map((promise) => /^(\d)\. /.exec(promise)?.[1]).filter((number) => number !== undefined);
  expect(numbers).toEqual(places.toSorted());
  expect(promises.filter((promise) => !/^Held by:\n\n- \[[^\]]+\]\(test\//m.test(promise))).toEqual([]);
});
