import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { HtEventsBrowser } from "@ht-sdks/events-sdk-js-browser";
import { expect, test } from "vitest";
import { hightouchSnippet } from "../../cli/snippet/hightouch.ts";

const script = { src: "" };
const window: { htevents?: Record<string, unknown> } = {};
runInNewContext(hightouchSnippet({ writeKey: "WK" }), {
  window,
  location: {},
  document: { createElement: () => script, head: { appendChild() {} } },
});
const stubbed = Object.keys(window.htevents ?? {}).filter((name) => typeof window.htevents?.[name] === "function");

test("the stub collects what Hightouch's own snippet collects", async () => {
  const readme = createRequire(import.meta.url).resolve("@ht-sdks/events-sdk-js-browser/README.md");
  const [, list = ""] = /e\.methods=(\[.*?\])/.exec(await readFile(readme, "utf8")) ?? [];
  const theirs: string[] = JSON.parse(list);
  expect(theirs.length).toBeGreaterThan(15);
  expect(stubbed).toEqual(expect.arrayContaining(theirs));
});

test("the stub collects what the SDK's own buffer does", () => {
  const buffer: object = new HtEventsBrowser();
  const theirs = Object.entries(buffer).flatMap(([name, value]) =>
    typeof value === "function" && !name.startsWith("_") ? [name] : [],
  );
  expect(theirs.length).toBeGreaterThan(15);
  // `user` answers at once, and `pageView` is the buffer's own name for `pageview`.
  const collected = theirs.filter((name) => name !== "user" && name !== "pageView");
  expect(stubbed).toEqual(expect.arrayContaining(collected));
});
