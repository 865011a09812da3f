import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../support/browser-launch.ts";
import { type SegmentVendor, startSegmentVendor } from "../support/segment-vendor.ts";
import { startServe } from "../support/serve-process.ts";

let vendor: SegmentVendor;
let browser: Browser | string;
beforeAll(async () => {
  [vendor, browser] = await Promise.all([startSegmentVendor(), launchChromium([])]);
  if (typeof browser === "string") console.warn(`\nSKIPPED, pixels in a browser: ${browser}\n`);
}, 60_000);
afterAll(async () => {
  if (typeof browser !== "string") await browser.close();
  await vendor.stop();
});

const PIXEL = `/sg/v1/pixel/track?data=${Buffer.from('{"writeKey":"WK","userId":"u1"}').toString("base64url")}`;

test.for([
  { whose: "the vendor's", switched: {}, asked: [PIXEL.slice(3)] },
  { whose: "ours in the place of an event that is dropped", switched: { FIRSTPARTY_DISABLED: "all" }, asked: [] },
])("a pixel, $whose, is one transparent point to a browser", async ({ switched, asked }, { skip }) => {
  if (typeof browser === "string") return skip(browser);
  const before = vendor.received.length;
  const env = { FIRSTPARTY_VENDORS: "segment", FIRSTPARTY_COOKIE_DOMAINS: "none", FIRSTPARTY_SEGMENT_WRITE_KEYS: "WK" };
  const served = await startServe("node", ["--port", "0"], {
    ...env,
    FIRSTPARTY_SEGMENT_HOSTS_API: vendor.url,
    ...switched,
  });
  try {
    const page = await browser.newPage();
    // Of the same origin, so that its points may be read.
    await page.goto(`http://127.0.0.1:${served.port}/sg/restore.js`);
    const seen = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas").getContext("2d");
      canvas?.drawImage(image, 0, 0);
      return [image.naturalWidth, image.naturalHeight, [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])]];
    }, PIXEL);
    expect(seen).toEqual([1, 1, [0, 0, 0, 0]]);
    expect(vendor.received.slice(before).map(({ path }) => path)).toEqual(asked);
  } finally {
    await served.stop();
  }
});
