import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect } from "vitest";
import { bloomreachPrinter } from "../../cli/snippet/bloomreach.ts";
import { hightouchPrinter } from "../../cli/snippet/hightouch.ts";
import type { SnippetPrinter } from "../../cli/snippet/printer.ts";
import { segmentPrinter } from "../../cli/snippet/segment.ts";
import { bloomreach, hightouch, segment, type Vendor } from "../../core/index.ts";
import { test } from "./site.ts";

/** What ends or opens something in HTML or in JavaScript, and all the rest of Unicode. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "</script>",
        "</SCRIPT ",
        "<script",
        "<!--",
        "-->",
        "]]>",
        '"',
        "'",
        "\\",
        "`",
        "${1}",
        "//",
        "*/",
      ),
      fc.constantFrom("\n", "\r", "\0", "\u2028", "\u2029", "\ud800", "&quot;", "&lt;/script&gt;"),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

interface Told {
  readonly key: string;
  readonly path: string;
  readonly globalName: string;
}

/** A vendor's printer, where its script puts what it was told, and the first file that it asks for. */
interface Subject {
  readonly printer: SnippetPrinter;
  readonly vendor: Vendor;
  /** What the page's global holds of it, as JavaScript over `stub`. */
  readonly told: string;
  readonly global: (told: Told) => string;
  readonly file: (told: Told) => string;
}

const encoded = (key: string) => encodeURIComponent(key.replace(/\p{Surrogate}/gu, "\ufffd"));

const SUBJECTS: readonly Subject[] = [
  {
    printer: hightouchPrinter,
    vendor: hightouch(),
    told: "[stub._writeKey, stub._cdn]",
    global: () => "htevents",
    file: ({ path }) => `${path}/browser/release/v1-latest/events.min.js`,
  },
  {
    printer: segmentPrinter,
    vendor: segment(),
    told: "[stub._writeKey, stub._cdn]",
    global: ({ globalName }) => globalName,
    file: ({ path, key }) => `${path}/analytics.js/v1/${encoded(key)}/analytics.min.js`,
  },
  {
    printer: bloomreachPrinter,
    vendor: bloomreach({ projectTokens: ["PROJ"] }),
    told: "[stub._[0][1][0].token, stub._[0][1][0].target]",
    global: () => "exponea",
    file: ({ path }) => `${path}/restore.js`,
  },
];

test.for(SUBJECTS)(
  "no key and no path gets out of the script element, and each arrives as it was: $vendor.id",
  async ({ printer, vendor, told, global, file }, { browser, skip }) => {
    if (typeof browser === "string") return skip(browser);
    const page = await browser.newPage();
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (key, path, globalName) => {
        const given = { key, path, globalName };
        const html = printer.html({
          vendor: { ...vendor, path, routes: [], globalName },
          place: { host: undefined, cookieDomain: ["shop.example"] },
          key,
        });
        const seen = await page.evaluate(
          ([source, name, expression]) => {
            const parsed = new DOMParser().parseFromString(
              `<!doctype html><head>${source}</head><p>after</p>`,
              "text/html",
            );
            const script = parsed.querySelector("head > script:only-child");
            const window: Record<string, unknown> = {};
            const asked: string[] = [];
            const element = () => ({
              setAttribute() {},
              set src(url: string) {
                asked.push(url);
              },
            });
            // oxlint-disable-next-line no-implied-eval
            new Function("window", "location", "document", "setTimeout", script?.textContent ?? "")(
              window,
              { origin: "https://www.shop.example", host: "www.shop.example", protocol: "https:" },
              { cookie: "", createElement: element, querySelector: () => null, head: { appendChild() {} } },
              () => {},
            );
            return {
              elements: [...parsed.querySelectorAll("*")].map(({ localName }) => localName),
              body: parsed.body.innerHTML,
              // oxlint-disable-next-line no-implied-eval
              told: new Function("stub", `return ${expression}`)(window[name]),
              asked,
            };
          },
          [html, global(given), told] as const,
        );
        const others = vendor.id === "segment" ? [`https://www.shop.example${file(given)}`] : [];
        expect(seen).toEqual({
          elements: ["html", "head", "script", "body", "p"],
          body: "<p>after</p>",
          told: [key, `https://www.shop.example${path}`],
          asked: [...others, file(given)],
        });
      }),
      { numRuns: 200 },
    );
    await page.close();
  },
);

test.for([
  { printer: hightouchPrinter, vendor: hightouch(), name: "HtEventsBrowser" },
  { printer: segmentPrinter, vendor: segment(), name: "AnalyticsBrowser" },
] as const)("each arrives as it was in a module of $vendor.id", ({ printer, vendor, name }) => {
  fc.assert(
    fc.property(hostile, hostile, (key, path) => {
      if (typeof printer.module === "string") throw new Error(printer.module);
      const printed = printer.module({
        vendor: { ...vendor, path, routes: [] },
        place: { host: undefined, cookieDomain: ["shop.example"] },
        key,
      });
      let told: unknown;
      const load = (settings: unknown) => {
        told = settings;
        return { on() {}, page() {}, reset() {} };
      };
      const script = printed.replace(/^import .*;$/m, "").replace(/^export /m, "");
      runInNewContext(script, {
        [name]: { load },
        location: { origin: "https://www.shop.example", host: "www.shop.example", protocol: "https:" },
      });
      expect({ ...(told as object) }).toEqual({ writeKey: key, cdnURL: `https://www.shop.example${path}` });
    }),
  );
});
