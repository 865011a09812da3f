import { describe, expect } from "vitest";
import { segment } from "../../core/index.ts";
import { startSegmentVendor } from "../support/segment-vendor.ts";
import { PATIENCE } from "../support/vendor-events.ts";
import { bundle } from "./bundle.ts";
import { meet, SEGMENT } from "./segment-visit.ts";
import { type SiteOptions, test } from "./site.ts";
import { expectNobodyComesBack, loseScriptStorage } from "./visit.ts";

type Form = Pick<SiteOptions, "bundle" | "flags">;

const FORMS: readonly (Form & { readonly form: string })[] = [
  { form: "HTML" },
  { form: "a module", flags: ["--npm"], bundle },
];

let siteCount = 0;

/** A site with the service on its pages' own host, or at `t` of the same domain. */
async function siteOf({ flags = [], ...more }: Form & Partial<SiteOptions>, isElsewhere = false) {
  const domain = `si-${++siteCount}.example`;
  const at = `https://www.${domain}`;
  const vendor = await startSegmentVendor();
  const options: SiteOptions = {
    config: { vendors: [segment()], cookieDomains: [domain] },
    vendor,
    flags: isElsewhere ? [...flags, "--host", `t.${domain}`] : flags,
    pages: [`www.${domain}`],
    service: [isElsewhere ? `t.${domain}` : `www.${domain}`],
    ...more,
  };
  return { options, vendor, at, domain: `.${domain}` };
}

describe("a visitor of whom the browser has only what script cannot reach", { timeout: 60_000 }, () => {
  test("comes back with the settings, though the loader is in the browser's cache", async ({ openSite }) => {
    const { options, at, domain } = await siteOf({});
    const site = await openSite(options);
    const { anonymousId } = await meet(site, { at, domain });
    await loseScriptStorage(site, at);
    await site.page.goto(`${at}/`);
    expect(await site.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
    const files = site.asked().filter(({ path }) => path.endsWith("/analytics.min.js"));
    expect(files).toHaveLength(1);
  });

  test("comes back though a shared cache keeps what it may", async ({ openSite }) => {
    const { options, vendor, at, domain } = await siteOf({ isCached: true });
    const site = await openSite(options);
    const first = await meet(site, { at, domain });
    // Another visitor, to whom the cache has what it kept for the first.
    const { visitor, ...other } = await site.another();
    await visitor.goto(`${at}/`);
    const second = await site.nextEvent("page");
    expect(second).toMatchObject({ userId: null, anonymousId: expect.not.stringMatching(first.anonymousId) });
    await loseScriptStorage(site, at);
    await site.page.goto(`${at}/`);
    expect(await site.nextEvent("page")).toMatchObject({ anonymousId: first.anonymousId, userId: "user-42" });
    await other.close();
    const loaded = vendor.received.filter(({ path }) => path.endsWith("/analytics.min.js"));
    expect(loaded, "the loader came from the cache").toHaveLength(1);
  });

  test("comes back in a module", async ({ openSite }) => {
    const { options, at, domain } = await siteOf({ flags: ["--npm"], bundle });
    const site = await openSite(options);
    const { anonymousId } = await meet(site, { at, domain });
    await loseScriptStorage(site, at);
    await site.page.goto(`${at}/`);
    expect(await site.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
  });

  test.for(FORMS)("comes back where the service is on another sub-domain, in $form", async (form, { openSite }) => {
    const { options, at, domain } = await siteOf(form, true);
    const site = await openSite(options);
    const { anonymousId } = await meet(site, { at, domain });
    await loseScriptStorage(site, at);
    // One who is known waits for nothing; this one does.
    await site.page.goto(`${at}/`);
    expect(await site.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
  });

  // Which shows too that it is restore.js that brings him back.
  test.for(FORMS)("is somebody new where restore.js fails or is not answered, in $form", async (form, { openSite }) => {
    const { options, at, domain } = await siteOf(form, true);
    const site = await openSite(options);
    const { anonymousId } = await meet(site, { at, domain });
    await loseScriptStorage(site, at);
    await site.page.route("**/restore.js", (route) => route.abort());
    await site.page.goto(`${at}/`);
    const event = await site.nextEvent("page");
    expect(event).toMatchObject({ userId: null, anonymousId: expect.not.stringMatching(anonymousId) });

    await loseScriptStorage(site, at);
    await site.page.unrouteAll();
    await site.page.route("**/restore.js", () => {});
    await site.page.goto(`${at}/`, { waitUntil: "commit" });
    expect((await site.nextEvent("page")).anonymousId).not.toBe(event.anonymousId);
  });

  test("keeps the id of cookies from years ago, which are JSON, and no second cookie", async ({ openSite }) => {
    const { options, at, domain } = await siteOf({});
    const site = await openSite(options);
    await site.page
      .context()
      .addCookies([{ name: "ajs_anonymous_id", value: "%22old-one%22", domain, path: "/", sameSite: "Lax" }]);
    const { anonymousId } = await meet(site, { at, domain });
    expect(anonymousId).toBe("old-one");
    const names = (await site.cookies()).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe("a log-out before the SDK has started", { timeout: 60_000 }, () => {
  test.for(FORMS)("stays one, in $form", async (form, { openSite }) => {
    const { options, at, domain } = await siteOf(form);
    const site = await openSite(options);
    const { anonymousId } = await meet(site, { at, domain });
    await site.page.goto(`${at}/early`);
    await site.nextEvent("page");
    await expectNobodyComesBack(site, { ...SEGMENT, next: at, before: anonymousId });
    expect(site.asked().map(({ cookie }) => cookie)).toContainEqual(expect.stringContaining("fp_reset_segment=1"));
  });

  test.for(FORMS)(
    "stays one where his cookies were on their way back as he left, in $form",
    async (form, { openSite }) => {
      const { options, vendor, at, domain } = await siteOf(form);
      const site = await openSite(options);
      const { anonymousId } = await meet(site, { at, domain });
      await loseScriptStorage(site, at);
      const settings = () => site.received.filter(({ path }) => path.endsWith("/settings")).length;
      const before = settings();
      let answer = () => {};
      vendor.tell(/\/settings$/, { after: new Promise<void>((resolve) => (answer = resolve)) });
      // The SDK never gets as far as to hear of it: one of its chunks does not come.
      await site.page.route(/ajs-destination/, () => {});
      await site.page.goto(`${at}/`, { waitUntil: "commit" });
      await expect.poll(settings, PATIENCE).toBe(before + 1);
      await site.page.evaluate("void analytics.reset()");
      answer();
      await expect.poll(async () => (await site.cookie("ajs_anonymous_id", domain))?.value, PATIENCE).toBe(anonymousId);
      await site.page.goto(`${at}/plain`);
      await site.page.unrouteAll();
      await expectNobodyComesBack(site, { ...SEGMENT, next: at, before: anonymousId });
    },
  );
});
