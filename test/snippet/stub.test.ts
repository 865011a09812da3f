import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { HtEventsBrowser } from "@ht-sdks/events-sdk-js-browser";
import { AnalyticsBrowser } from "@segment/analytics-next";
import { expect, test } from "vitest";
import { hightouchSnippet } from "../../cli/snippet/hightouch.ts";
import { segmentSnippet } from "../../cli/snippet/segment.ts";

/** The methods of a stub that a page has before the SDK has loaded. */
function stubbed(script: string, name: string): string[] {
  const window: Record<string, Record<string, unknown>> = {};
  runInNewContext(script, {
    window,
    location: {},
    document: {
      createElement: () => ({ setAttribute() {} }),
      querySelector: () => null,
      head: { appendChild() {} },
    },
  });
  return Object.entries(window[name] ?? {}).flatMap(([method, value]) => (typeof value === "function" ? [method] : []));
}

/** What an SDK's own buffer collects. `user` answers at once, and `pageView` is the buffer's own name for `pageview`. */
const buffered = (buffer: object) =>
  Object.entries(buffer).flatMap(([name, value]) =>
    typeof value === "function" && !/^(?:_.*|user|pageView)$/.test(name) ? [name] : [],
  );

test("Hightouch's stub collects what Hightouch's own snippet collects", async () => {
  const readme = createRequire(import.meta.url).resolve("@ht-sdks/events-sdk-js-browser/README.md");
  const [, list = ""] = /e\.methods=(\[.*?\])/.exec(await readFile(readme, "utf8")) ?? [];
  const theirs: string[] = JSON.parse(list);
  expect(theirs.length).toBeGreaterThan(15);
  expect(stubbed(hightouchSnippet({ writeKey: "WK" }), "htevents")).toEqual(expect.arrayContaining(theirs));
});

test.each([
  ["Hightouch", hightouchSnippet({ writeKey: "WK" }), "htevents", new HtEventsBrowser()],
  ["Segment", segmentSnippet({ writeKey: "WK" }), "analytics", new AnalyticsBrowser()],
  ["Segment, under another name,", segmentSnippet({ writeKey: "WK", globalName: "m" }), "m", new AnalyticsBrowser()],
])("the stub of %s collects what the SDK's own buffer does", (_whose, script, name, buffer) => {
  const theirs = buffered(buffer);
  expect(theirs.length).toBeGreaterThan(15);
  expect(stubbed(script, name)).toEqual(expect.arrayContaining(theirs));
});
