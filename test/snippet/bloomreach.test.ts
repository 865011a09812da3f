import { describe, expect } from "vitest";
import { bloomreach } from "../../core/index.ts";
import { type BloomreachVendorOptions, startBloomreach } from "../support/bloomreach-vendor.ts";
import { PATIENCE } from "../support/vendor-events.ts";
import { type Site, type SiteOptions, test } from "./site.ts";
import { strict } from "./strict-policy.ts";
import { hostsAsked, loseScriptStorage } from "./visit.ts";

const COOKIE = "__exponea_etc__";
const TWIN = "xnpe_PROJ";

let siteCount = 0;

/** A site with the service on its pages' own host, or at `t` of the same domain: one of a kind for all of whose hosts the SDK writes its cookie. */
async function siteOf(isElsewhere: boolean, more: Partial<SiteOptions> & BloomreachVendorOptions = {}) {
  const domain = `br${++siteCount}.test`;
  const { setsCookie = true, ...rest } = more;
  const vendor = await startBloomreach({ setsCookie });
  const options: SiteOptions = {
    config: { vendors: [bloomreach({ projectTokens: ["PROJ"] })], cookieDomains: [domain] },
    vendor,
    flags: isElsewhere ? ["--host", `t.${domain}`] : [],
    pages: [`www.${domain}`, `shop.${domain}`],
    service: isElsewhere ? [`t.${domain}`] : [`www.${domain}`, `shop.${domain}`],
    ...rest,
  };
  return { options, vendor, at: `https://www.${domain}`, next: `https://shop.${domain}`, domain };
}

/** The visitor's id, once cookie and twin agree on one. */
async function agreed(site: Site, domain: string, before?: string): Promise<string> {
  const value = async (name: string) => (await site.cookie(name, `.${domain}`))?.value;
  const both = async () => {
    const [cookie, twin] = [await value(COOKIE), await value(TWIN)];
    return cookie === twin && cookie !== before ? cookie : undefined;
  };
  await expect.poll(both, PATIENCE).toBeDefined();
  return (await both()) ?? "";
}

/** Whom the page's changes were asked for, by request. */
const changesFor = (site: Site) =>
  site.asked().flatMap(({ path }) => /\/webxp\/script\/PROJ\/([^/]+)\/modifications/.exec(path)?.[1] ?? []);

describe("the HTML that firstparty snippet bloomreach prints, in Chromium", { timeout: 60_000 }, () => {
  test.for([false, true])(
    "sends everything through the site, under exactly the printed policy; on another sub-domain: %s",
    async (isElsewhere, { openSite }) => {
      const { options, vendor, at, domain } = await siteOf(isElsewhere, { policy: strict });
      const site = await openSite(options);
      const sent: string[] = [];
      site.page.on("request", (request) => {
        const body = request.postData();
        if (body !== null) sent.push(body);
      });
      await site.page.goto(`${at}/`);
      const id = await agreed(site, domain);
      await site.page.evaluate('exponea.identify("user-42", { plan: "pro" })');
      await site.page.evaluate('exponea.track("purchase", { total: 5 })');
      const purchase = () => vendor.commands("crm/events").find(({ data }) => data.type === "purchase")?.data;
      const customer_ids = { registered: "user-42", cookie: id };
      await expect.poll(purchase, PATIENCE).toMatchObject({ company_id: "PROJ", customer_ids });
      const came = () => site.received.filter(({ method }) => method === "POST").map(({ body }) => body);
      await expect.poll(() => new Set(sent), PATIENCE).toEqual(new Set(came()));
      expect(hostsAsked(site)).toEqual([...(isElsewhere ? [`t.${domain}`] : []), `www.${domain}`]);
      expect(site.violations).toEqual([]);
    },
  );

  test.for([
    [false, true],
    [false, false],
    [true, true],
    [true, false],
  ] as const)(
    "brings back who has lost what script wrote; on another sub-domain: %s, with a tracking domain: %s",
    async ([isElsewhere, setsCookie], { openSite }) => {
      const { options, vendor, at, domain } = await siteOf(isElsewhere, { setsCookie });
      const site = await openSite(options);
      await site.page.goto(`${at}/`);
      // A twin that the vendor does not make comes with an event that carries the cookie.
      await expect.poll(() => site.cookie(COOKIE, `.${domain}`), PATIENCE).toBeDefined();
      await site.page.evaluate('exponea.track("purchase")');
      const id = await agreed(site, domain);
      await loseScriptStorage(site, at);
      await site.page.goto(`${at}/`);
      await expect.poll(() => changesFor(site), PATIENCE).toEqual(["new", id]);
      // Before the SDK asks who he is, it knows.
      await expect.poll(() => vendor.commands("system/ids").at(-1)?.data.cookie, PATIENCE).toBe(id);
    },
  );

  test("gives the cookie the Domain that the config has for it: none", async ({ openSite }) => {
    const { options, vendor, at, domain } = await siteOf(false, {
      config: { vendors: [bloomreach({ projectTokens: ["PROJ"], crossSubdomain: false })], cookieDomains: [] },
    });
    const site = await openSite(options);
    await site.page.goto(`${at}/`);
    await expect.poll(() => site.cookie(COOKIE, `www.${domain}`), PATIENCE).toBeDefined();
    await site.page.evaluate("exponea.anonymize()");
    await expect.poll(() => vendor.commands("system/ids").length, PATIENCE).toBe(2);
    await loseScriptStorage(site, at);
    await site.page.goto(`${at}/`);
    await expect.poll(() => vendor.commands("system/ids").length, PATIENCE).toBe(3);
    const [, before, after] = vendor.commands("system/ids").map(({ data }) => data.cookie);
    expect(after).toBe(before);
    const cookies = (await site.cookies()).map((cookie) => `${cookie.name} ${cookie.domain}`);
    expect(cookies.filter((cookie) => cookie.startsWith(COOKIE))).toEqual([`${COOKIE} www.${domain}`]);
  });

  test("starts the SDK where restore.js fails, and where it is not answered", async ({ openSite }) => {
    const { options, vendor, at, domain } = await siteOf(true);
    const site = await openSite(options);
    await site.page.goto(`${at}/`);
    await agreed(site, domain);
    for (const [index, answer] of (["abort", "none"] as const).entries()) {
      await loseScriptStorage(site, at);
      await site.page.unrouteAll();
      await site.page.route("**/restore.js", (route) => (answer === "abort" ? route.abort() : undefined));
      await site.page.goto(`${at}/`, { waitUntil: "commit" });
      await expect.poll(() => vendor.commands("system/ids").length, PATIENCE).toBe(2 + index);
    }
    // Which shows too that it is restore.js that brings him back.
    expect(changesFor(site)).toEqual(["new", "new", "new"]);
  });

  test.for(["once the SDK has loaded", "before it has", "though it never does"] as const)(
    "a log-out stays one, %s",
    async (when, { openSite }) => {
      const { options, vendor, at, next, domain } = await siteOf(false);
      const site = await openSite(options);
      await site.page.goto(`${at}/`);
      const before = await agreed(site, domain);
      // Whatever the SDK would still send of it is cut off.
      await site.page.route("**/bulk", (route) => route.abort());
      let load = () => {};
      const late = new Promise<void>((resolve) => (load = resolve));
      await site.page.route("**/exponea.min.js", async (route) => {
        if (when !== "once the SDK has loaded") await late;
        await route.continue();
      });
      await site.page.goto(`${at}/`, { waitUntil: when === "once the SDK has loaded" ? "load" : "commit" });
      // It lies there until the service has seen it, which may be at once.
      const marked = await site.page.evaluate("exponea.anonymize(); document.cookie");
      expect(marked).toContain("fp_reset_bloomreach=1");
      if (when === "before it has") load();
      if (when !== "though it never does") await site.page.waitForFunction("exponea.testClient");
      await site.page.goto(`${at}/plain`);
      await site.page.unrouteAll();
      const count = vendor.commands("system/ids").length;
      await site.page.goto(`${next}/`);
      const after = await agreed(site, domain, before);
      await expect.poll(() => vendor.commands("system/ids").length, PATIENCE).toBeGreaterThan(count);
      expect(vendor.commands("system/ids").at(-1)?.data.cookie).toBe(after);
      // A beacon of the page that was left may still tell, late, of who was there then. What the next page tells is of somebody new.
      const told = vendor.commands("system/ids").slice(count);
      for (const { data, twins } of told.filter(({ data: { cookie } }) => cookie !== before)) {
        expect(data.cookie).toBeDefined();
        expect(twins[TWIN]).not.toBe(before);
      }
      const names = async () => (await site.cookies()).map(({ name }) => name);
      await expect.poll(names, { ...PATIENCE, message: "the marker is spent" }).not.toContain("fp_reset_bloomreach");
      expect(await names()).toEqual([...new Set(await names())]);
    },
  );

  test("asks for the page's changes once more where they fail, and as long as the cookies may live", async ({
    openSite,
  }) => {
    const { options, at } = await siteOf(false, {
      edit: (printed) => printed.replace("cross_subdomain:", "expires: { tracking: 3600 }, cross_subdomain:"),
    });
    const site = await openSite(options);
    await site.page.route("**/webxp/script/**", (route) => route.abort());
    await site.page.goto(`${at}/cart?step=1#top`);
    const again = () => site.asked().find(({ path }) => path.includes("/webxp/script-async/PROJ/new/"))?.path ?? "";
    await expect
      .poll(again, PATIENCE)
      .toMatch(/\?http-referer=https%3A%2F%2Fwww\.br\d+\.test%2Fcart%3Fstep%3D1&timeout=4000ms&cookie-expires=\d{10}$/);
    const hidden = () => site.page.evaluate(() => document.documentElement.classList.contains("xnpe_async_hide"));
    await expect.poll(hidden, PATIENCE).toBe(false);
  });

  test("in sync mode the page waits for its changes, once the vendor's service worker is there", async ({
    openSite,
  }) => {
    const { options, at, domain } = await siteOf(false, {
      edit: (printed) =>
        `${printed.replace('mode: "async"', 'mode: "sync"')}<script>window.wasInit = webxpClient.init === true;</script>`,
    });
    const site = await openSite(options);
    await site.page.goto(`${at}/`);
    await agreed(site, domain);
    await site.page.evaluate(() => localStorage.setItem("__exponea__sync_modifications__", "true"));
    await site.page.goto(`${at}/`);
    expect(await site.page.evaluate("wasInit")).toBe(true);
  });
});
