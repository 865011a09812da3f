import { describe, expect } from "vitest";
import { hightouch } from "../../core/index.ts";
import { bundle } from "./bundle.ts";
import { test } from "./site.ts";
import { expectNobodyComesBack, HIGHTOUCH, hostsAsked, untilSdkIdle, visit } from "./visit.ts";

describe("the module that firstparty snippet hightouch --npm prints, in Chromium", { timeout: 60_000 }, () => {
  test("sends everything through the page's own host", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch({ path: "/n" })], cookieDomains: ["npm.example", "npm-too.example"] },
      flags: ["--npm"],
      pages: ["www.npm.example"],
      bundle,
    });
    await visit(site, { at: "https://www.npm.example", domain: ".npm.example" });
    expect(hostsAsked(site)).toEqual(["www.npm.example"]);
    // What integrations would load from; without any, nothing does.
    const sdk = await site.page.evaluate(() => ({
      ...(globalThis as { htevents?: Record<string, unknown> }).htevents,
    }));
    expect(sdk["_cdn"]).toBe("https://www.npm.example/n");
    expect(site.asked().map(({ path }) => path)).toContainEqual(expect.stringMatching(/^\/app\/query-string-\w+\.js$/));
  });

  test("--host: asks another sub-domain", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch()], cookieDomains: ["npm-sub.example"] },
      flags: ["--npm", "--host", "t.npm-sub.example"],
      pages: ["www.npm-sub.example"],
      service: ["t.npm-sub.example"],
      bundle,
    });
    await visit(site, { at: "https://www.npm-sub.example", domain: ".npm-sub.example" });
    expect(hostsAsked(site)).toEqual(["t.npm-sub.example", "www.npm-sub.example"]);
  });

  test("forgets at once where the page is left before the SDK has started", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch()], cookieDomains: ["npm-left.example"] },
      flags: ["--npm"],
      pages: ["www.npm-left.example"],
      bundle,
    });
    await site.page.goto("https://www.npm-left.example/");
    const { anonymousId } = await site.nextEvent("page");
    await untilSdkIdle(site);
    // The SDK starts when its first renew is answered: never, on this page.
    await site.page.route(/\/renew$/, () => {});
    await site.page.goto("https://www.npm-left.example/");
    await site.page.evaluate(() => {
      (globalThis as unknown as { htevents: { reset(): void } }).htevents.reset();
      location.href = "/plain";
    });
    await site.page.waitForURL("**/plain");
    await site.page.unrouteAll();
    await expectNobodyComesBack(site, { ...HIGHTOUCH, next: "https://www.npm-left.example", before: anonymousId });
  });

  test("hears a reset from before the SDK has loaded", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch()], cookieDomains: ["npm-early.example"] },
      flags: ["--npm"],
      pages: ["www.npm-early.example"],
      bundle,
    });
    await site.page.goto("https://www.npm-early.example/");
    const { anonymousId } = await site.nextEvent("page");
    await untilSdkIdle(site);
    await site.page.goto("https://www.npm-early.example/early");
    await site.nextEvent("page");
    await expectNobodyComesBack(site, { ...HIGHTOUCH, next: "https://www.npm-early.example", before: anonymousId });
    expect(site.asked().map(({ cookie }) => cookie)).toContainEqual(expect.stringContaining("fp_reset_hightouch=1"));
  });
});
