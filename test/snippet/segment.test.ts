import { describe, expect } from "vitest";
import { segment } from "../../core/index.ts";
import { startSegmentVendor } from "../support/segment-vendor.ts";
import { PATIENCE } from "../support/vendor-events.ts";
import { visitSegment } from "./segment-visit.ts";
import { test } from "./site.ts";
import { strict } from "./strict-policy.ts";
import { hostsAsked } from "./visit.ts";

describe("the HTML that firstparty snippet segment prints, in Chromium", { timeout: 60_000 }, () => {
  test("sends everything through the page's own host", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [segment()], cookieDomains: ["s-own.example"] },
      vendor: await startSegmentVendor(),
      pages: ["www.s-own.example", "account.s-own.example"],
    });
    await visitSegment(site, {
      at: "https://www.s-own.example",
      domain: ".s-own.example",
      next: "https://account.s-own.example",
    });
    expect(hostsAsked(site)).toEqual(["account.s-own.example", "www.s-own.example"]);
  });

  test("--host: asks another sub-domain, with cookies", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [segment({ path: "/e/v" })], cookieDomains: ["s-sub.example"] },
      vendor: await startSegmentVendor(),
      flags: ["--host", "t.s-sub.example"],
      pages: ["www.s-sub.example"],
      service: ["t.s-sub.example"],
    });
    await visitSegment(site, { at: "https://www.s-sub.example", domain: ".s-sub.example" });
    expect(hostsAsked(site)).toEqual(["t.s-sub.example", "www.s-sub.example"]);
  });

  test("starts the SDK in a sandboxed frame, which has no cookies to look at", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [segment()], cookieDomains: ["s-box.example"] },
      vendor: await startSegmentVendor(),
      flags: ["--host", "t.s-box.example"],
      pages: ["www.s-box.example"],
      service: ["t.s-box.example"],
    });
    await site.page.goto("https://www.s-box.example/plain");
    await site.page.evaluate(() => {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts");
      frame.src = "/";
      document.body.append(frame);
    });
    const paths = () => site.asked().map(({ path }) => path);
    await expect.poll(paths, PATIENCE).toContainEqual(expect.stringMatching(/analytics\.min\.js$/));
  });

  test("finds everything with another global", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [segment({ globalName: "metrics" })], cookieDomains: ["s-global.example"] },
      vendor: await startSegmentVendor(),
      pages: ["www.s-global.example"],
    });
    await visitSegment(site, {
      at: "https://www.s-global.example",
      domain: ".s-global.example",
      globalName: "metrics",
    });
    expect(hostsAsked(site)).toEqual(["www.s-global.example"]);
    expect(await site.page.evaluate("typeof analytics")).toBe("undefined");
  });

  test.for([
    ["finds everything", ["--host", "t.s-plain1.example"], "s-plain1.example", undefined],
    ["asks the vendor's CDN for settings, as is said,", [], "s-plain2.example", "cdn.segment.com"],
  ] as const)(
    "%s with another global on a page on plain http, printed with %j",
    async ([_what, flags, domain, past], { openSite }) => {
      const [own, service] = [`www.${domain}`, flags.length === 0 ? `www.${domain}` : `t.${domain}`];
      const site = await openSite({
        config: { vendors: [segment({ globalName: "metrics" })], cookieDomains: [domain] },
        vendor: await startSegmentVendor(),
        flags,
        pages: [own],
        service: [service],
      });
      await site.page.goto(`http://${own}/`);
      const asked = () =>
        site
          .asked()
          .filter(({ path }) => path.endsWith("/settings"))
          .map(({ host }) => host);
      await expect.poll(asked, PATIENCE).toEqual([past ?? service]);
      if (past === undefined) {
        await site.nextEvent("page");
        expect(hostsAsked(site)).toEqual([service, own]);
      }
    },
  );

  test("finds everything under an alias, with another global", async ({ openSite }) => {
    const site = await openSite({
      config: {
        vendors: [segment({ writeKeys: ["WK", "WK2"], alias: { shop: "WK" }, globalName: "metrics" })],
        cookieDomains: ["s-alias.example"],
      },
      vendor: await startSegmentVendor(),
      pages: ["www.s-alias.example"],
    });
    await visitSegment(site, {
      at: "https://www.s-alias.example",
      domain: ".s-alias.example",
      globalName: "metrics",
    });
    expect(hostsAsked(site)).toEqual(["www.s-alias.example"]);
    const paths = site.asked().map(({ path }) => path);
    expect(paths).toContain("/sg/shop.js");
    expect(paths).not.toContainEqual(expect.stringContaining("analytics.min.js"));
    expect(await site.page.evaluate("typeof analytics")).toBe("undefined");
  });

  test("works on http://localhost, with host-only cookies", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [segment({ alias: { shop: "WK" } })], cookieDomains: [] },
      vendor: await startSegmentVendor(),
      pages: ["localhost"],
    });
    await visitSegment(site, { at: "http://localhost", domain: "localhost" });
    expect(hostsAsked(site)).toEqual(["localhost"]);
    expect(site.asked().filter(({ method }) => method === "OPTIONS")).toEqual([]);
  });

  test("runs under exactly the printed Content-Security-Policy", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [segment()], cookieDomains: ["s-csp.example"] },
      vendor: await startSegmentVendor(),
      pages: ["www.s-csp.example"],
      policy: strict,
    });
    await visitSegment(site, { at: "https://www.s-csp.example", domain: ".s-csp.example" });
    expect(site.violations).toEqual([]);
  });

  test("says of an event where it was made, however late the SDK comes, and takes calls of who kept the stub", async ({
    openSite,
  }) => {
    const site = await openSite({
      config: { vendors: [segment()], cookieDomains: ["s-late.example"] },
      vendor: await startSegmentVendor(),
      pages: ["www.s-late.example"],
    });
    let load = () => {};
    const late = new Promise<void>((resolve) => (load = resolve));
    await site.page.route("**/analytics.min.js", async (route) => {
      await late;
      await route.continue();
    });
    await site.page.goto("https://www.s-late.example/cart?step=1", { waitUntil: "commit" });
    await site.page.evaluate(() => {
      document.head.insertAdjacentHTML("beforeend", '<link rel="canonical" href="https://www.s-late.example/basket">');
      (globalThis as unknown as { kept: unknown }).kept = (globalThis as unknown as { analytics: unknown }).analytics;
    });
    await site.page.evaluate('analytics.track("Early")');
    await site.page.evaluate('history.pushState({}, "", "/thanks")');
    load();
    const page = { path: "/cart", search: "?step=1", title: "Shop", url: "https://www.s-late.example/cart?step=1" };
    expect(await site.nextEvent("page")).toMatchObject({ context: { page } });
    expect(await site.nextEvent("track")).toMatchObject({
      context: { page: { ...page, path: "/basket", url: "https://www.s-late.example/basket?step=1" } },
    });
    await site.page.evaluate('kept.track("Late")');
    expect(await site.nextEvent("track")).toMatchObject({ event: "Late" });
  });
});
