import { describe, expect } from "vitest";
import { bloomreach, hightouch, segment, type Vendor } from "../../core/index.ts";
import { startBloomreach } from "../support/bloomreach-vendor.ts";
import { startSegmentVendor } from "../support/segment-vendor.ts";
import { PATIENCE } from "../support/vendor-events.ts";
import { test } from "./site.ts";
import { strict } from "./strict-policy.ts";

const VENDORS: readonly [Vendor, start?: () => ReturnType<typeof startSegmentVendor | typeof startBloomreach>][] = [
  [hightouch()],
  [segment(), startSegmentVendor],
  [bloomreach({ projectTokens: ["PROJ"] }), startBloomreach],
];

/** What is taken out of the printed policy, and what the browser then keeps from the page. */
const MISSING = [
  [/ 'sha256-[^']+'/, /^script-src-elem inline$/],
  [/(?<=script-src 'sha256-[^']+') [^\s;]+/, /^script-src-elem https:\/\/t\./],
  [/connect-src [^\s;]+/, /^connect-src https:\/\/t\./],
] as const;

let siteCount = 0;

describe("of the printed Content-Security-Policy", { timeout: 60_000 }, () => {
  for (const [vendor, start] of VENDORS)
    test.for(MISSING)(`${vendor.id} needs %s`, async ([missing, violation], { openSite }) => {
      const domain = `policy-${++siteCount}.example`;
      const site = await openSite({
        config: { vendors: [vendor], cookieDomains: [domain] },
        ...(start && { vendor: await start() }),
        flags: ["--host", `t.${domain}`],
        pages: [`www.${domain}`],
        service: [`t.${domain}`],
        policy: (printed) => strict(printed).replace(missing, ""),
      });
      await site.page.goto(`https://www.${domain}/`);
      await expect.poll(() => site.violations, PATIENCE).toContainEqual(expect.stringMatching(violation));
    });
});
