import { describe, expect } from "vitest";
import { segment } from "../../core/index.ts";
import { startSegmentVendor } from "../support/segment-vendor.ts";
import { bundle } from "./bundle.ts";
import { visitSegment } from "./segment-visit.ts";
import { test } from "./site.ts";
import { strict } from "./strict-policy.ts";
import { hostsAsked } from "./visit.ts";

describe("the module that firstparty snippet segment --npm prints, in Chromium", { timeout: 60_000 }, () => {
  test("sends everything through the page's own host", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [segment({ path: "/n" })], cookieDomains: ["sn-own.example", "sn-too.example"] },
      vendor: await startSegmentVendor(),
      flags: ["--npm"],
      pages: ["www.sn-own.example"],
      bundle,
    });
    await visitSegment(site, { at: "https://www.sn-own.example", domain: ".sn-own.example" });
    expect(hostsAsked(site)).toEqual(["www.sn-own.example"]);
  });

  test("--host: asks another sub-domain, under exactly the printed Content-Security-Policy", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [segment({ globalName: "metrics" })], cookieDomains: ["sn-sub.example"] },
      vendor: await startSegmentVendor(),
      flags: ["--npm", "--host", "t.sn-sub.example"],
      pages: ["www.sn-sub.example"],
      service: ["t.sn-sub.example"],
      bundle,
      // The bundle is the site's own.
      policy: (printed) => strict(printed).replace("script-src", "script-src 'self'"),
    });
    await visitSegment(site, { at: "https://www.sn-sub.example", domain: ".sn-sub.example" });
    expect(hostsAsked(site)).toEqual(["t.sn-sub.example", "www.sn-sub.example"]);
    expect(site.violations).toEqual([]);
  });
});
