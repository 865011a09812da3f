import { describe, expect } from "vitest";
import { hightouch } from "../../core/index.ts";
import { test } from "./site.ts";
import { strict } from "./strict-policy.ts";
import { expectNobodyComesBack, HIGHTOUCH, hostsAsked, untilSdkIdle, visit } from "./visit.ts";

describe("the HTML that firstparty snippet hightouch prints, in Chromium", { timeout: 60_000 }, () => {
  test("sends everything through the page's own host, from a config file", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch()], cookieDomains: ["file.example"] },
      pages: ["www.file.example", "account.file.example"],
    });
    await visit(site, {
      at: "https://www.file.example",
      domain: ".file.example",
      next: "https://account.file.example",
    });
    expect(hostsAsked(site)).toEqual(["account.file.example", "www.file.example"]);
  });

  test("does so from the environment, with another path", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch({ path: "/e/v" })], cookieDomains: ["environment.example"] },
      env: {
        FIRSTPARTY_VENDORS: "hightouch",
        FIRSTPARTY_COOKIE_DOMAINS: "environment.example",
        FIRSTPARTY_HIGHTOUCH_PATH: "/e/v",
      },
      pages: ["www.environment.example"],
    });
    await visit(site, { at: "https://www.environment.example", domain: ".environment.example" });
    expect(hostsAsked(site)).toEqual(["www.environment.example"]);
  });

  test("asks renew and clear where the config has them", async ({ openSite }) => {
    const config = {
      vendors: [hightouch({ path: "/ev", renewPath: "/ev/again", clearPath: "/forget" })],
      cookieDomains: ["paths.example"],
    };
    const site = await openSite({ config, pages: ["www.paths.example"] });
    await visit(site, { at: "https://www.paths.example", domain: ".paths.example" });
    expect(site.asked().map(({ path }) => path)).toContain("/ev/again");
    expect(site.printed).toContain('clearUrl: "/ev/forget"');
    expect(hostsAsked(site)).toEqual(["www.paths.example"]);
  });

  test("--host: asks another sub-domain, which grants the preflights", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch()], cookieDomains: ["sub.example"] },
      flags: ["--host", "t.sub.example"],
      pages: ["www.sub.example"],
      service: ["t.sub.example"],
    });
    await visit(site, { at: "https://www.sub.example", domain: ".sub.example" });
    expect(hostsAsked(site)).toEqual(["t.sub.example", "www.sub.example"]);
    const preflights = site.asked().filter(({ method }) => method === "OPTIONS");
    expect(preflights.map(({ path, status }) => `${path} ${status}`)).toContain("/ht/renew 204");
  });

  test("is one for all domains of the site, and for a preview outside them", async ({ openSite }) => {
    const options = { config: { vendors: [hightouch()], cookieDomains: ["one.example", "two.example"] } };
    const pages = ["www.one.example", "two.example", "preview-1.host.example"];
    for (const [host, domain] of [
      ["www.one.example", ".one.example"],
      ["two.example", ".two.example"],
      ["preview-1.host.example", "preview-1.host.example"],
    ] as const) {
      const site = await openSite({ ...options, pages });
      await visit(site, { at: `https://${host}`, domain });
      expect(hostsAsked(site)).toEqual([host]);
    }
  });

  test("hears a reset from before the SDK has loaded", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch()], cookieDomains: ["early.example"] },
      pages: ["www.early.example"],
    });
    await site.page.goto("https://www.early.example/");
    const { anonymousId } = await site.nextEvent("page");
    await untilSdkIdle(site);
    await site.page.goto("https://www.early.example/early");
    await site.nextEvent("page");
    await expectNobodyComesBack(site, { ...HIGHTOUCH, next: "https://www.early.example", before: anonymousId });
    expect(site.asked().map(({ cookie }) => cookie)).toContainEqual(expect.stringContaining("fp_reset_hightouch=1"));
  });

  test("works on http://localhost, with host-only cookies", async ({ openSite }) => {
    const site = await openSite({ config: { vendors: [hightouch()], cookieDomains: [] }, pages: ["localhost"] });
    await visit(site, { at: "http://localhost", domain: "localhost" });
    expect(hostsAsked(site)).toEqual(["localhost"]);
    // The SDK goes to https by itself, which is another origin, and is answered there as well.
    expect(site.asked().filter(({ method }) => method === "OPTIONS")).toEqual([]);
  });

  test("runs under exactly the printed Content-Security-Policy", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch()], cookieDomains: ["csp.example"] },
      pages: ["www.csp.example"],
      policy: strict,
    });
    await visit(site, { at: "https://www.csp.example", domain: ".csp.example" });
    expect(site.violations).toEqual([]);
  });

  test("does so with a nonce in place of the hash, on another sub-domain", async ({ openSite }) => {
    const site = await openSite({
      config: { vendors: [hightouch()], cookieDomains: ["csp-sub.example"] },
      flags: ["--host", "t.csp-sub.example"],
      pages: ["www.csp-sub.example"],
      service: ["t.csp-sub.example"],
      edit: (printed) => printed.replace("<script", '<script nonce="bm9uY2U="'),
      policy: (printed) => strict(printed).replace(/'sha256-[^']+'/, "'nonce-bm9uY2U='"),
    });
    await visit(site, { at: "https://www.csp-sub.example", domain: ".csp-sub.example" });
    expect(site.violations).toEqual([]);
  });
});
