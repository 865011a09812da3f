import fc from "fast-check";
import { expect } from "vitest";
import { hightouchPrinter } from "../../cli/snippet/hightouch.ts";
import { hightouch } from "../../core/index.ts";
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

test("no write key and no path gets out of the script element, and each arrives as it was", async ({
  browser,
  skip,
}) => {
  if (typeof browser === "string") return skip(browser);
  const page = await browser.newPage();
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (writeKey, path) => {
      const html = hightouchPrinter.html({
        vendor: { ...hightouch(), path },
        place: { host: undefined, cookieDomain: ["shop.example"] },
        writeKey,
      });
      const seen = await page.evaluate((source) => {
        const parsed = new DOMParser().parseFromString(
          `<!doctype html><head>${source}</head><p>after</p>`,
          "text/html",
        );
        const script = parsed.querySelector("head > script:only-child");
        const fake = { window: { htevents: undefined as Record<string, unknown> | undefined }, src: { src: "" } };
        // oxlint-disable-next-line no-implied-eval
        new Function("window", "location", "document", script?.textContent ?? "")(
          fake.window,
          { origin: "https://www.shop.example", host: "www.shop.example", protocol: "https:" },
          { createElement: () => fake.src, head: { appendChild() {} } },
        );
        return {
          elements: [...parsed.querySelectorAll("*")].map(({ localName }) => localName),
          body: parsed.body.innerHTML,
          writeKey: fake.window.htevents?.["_writeKey"],
          base: fake.window.htevents?.["_cdn"],
          src: fake.src.src,
        };
      }, html);
      expect(seen).toEqual({
        elements: ["html", "head", "script", "body", "p"],
        body: "<p>after</p>",
        writeKey,
        base: `https://www.shop.example${path}`,
        src: `${path}/browser/release/v1-latest/events.min.js`,
      });
    }),
    { numRuns: 300 },
  );
  await page.close();
});
