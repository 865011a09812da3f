import { expect } from "vitest";
import type { SegmentVendor } from "../../../support/segment-vendor.ts";
import { PATIENCE } from "../../../support/vendor-events.ts";
import type { Profile } from "../../engines/engine.ts";
import { strangers } from "../../order.ts";
import { SETTINGS } from "../../sdks/segment.ts";
import type { Shop } from "../../shop.ts";
import { expectSamePerson, group, identify, track } from "../../visitor.ts";
import type { Journey } from "../journey.ts";

declare const analytics: { alias(to: string, from: string): void };

type Segment = Journey<Profile, SegmentVendor>;

const CHUNK = /^\/analytics-next\/bundles\/[\w.-]+\.bundle\.[0-9a-f]+\.js$/;

/** All kinds of events, and a destination of either kind. */
async function sendAll(shop: Shop): Promise<void> {
  await shop.visit("/?ajs_event=Landed");
  const page = await shop.nextEvent("page");
  const { anonymousId } = page;
  // A destination that was loaded through the site has seen it.
  expect(page).toMatchObject({ writeKey: "WK", userId: null, context: { probe: "seen" } });
  expect(anonymousId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await shop.nextEvent("track")).toMatchObject({ event: "Landed", anonymousId });
  await identify(shop);
  await expectSamePerson(shop, "identify", anonymousId);
  await track(shop);
  expect(await shop.nextEvent("track")).toMatchObject({ event: "Order Placed", userId: "user-42", anonymousId });
  await group(shop);
  expect(await shop.nextEvent("group")).toMatchObject({ groupId: "team-7", userId: "user-42", anonymousId });
  await shop.tab.evaluate(() => void analytics.alias("user-43", "user-42"));
  expect(await shop.nextEvent("alias")).toMatchObject({ anonymousId, previousId: "user-42" });
}

/** What of each event has to be the same on both sides. */
function onTheWire(path: string, headers: Shop["received"][number]["headers"], body: string) {
  const { authorization, "content-type": type, "x-retry-count": retries } = headers;
  return JSON.stringify({ path, authorization, type, retries, body });
}

const sendsAll: Segment = {
  name: "loads, and sends page, identify, track, group and alias through the site alone, byte for byte",
  async run(openShop) {
    const shop = await openShop();
    await sendAll(shop);
    const sent = shop.asked().filter(({ method, path }) => method === "POST" && path.startsWith("/sg/"));
    const arrived = shop.received.filter(({ method }) => method === "POST");
    expect(arrived.map(({ path, headers, body }) => onTheWire(`/sg${path}`, headers, body)).toSorted()).toEqual(
      sent.map(({ path, headers, body }) => onTheWire(path, headers, body().toString())).toSorted(),
    );
    for (const { path, headers } of arrived)
      expect([path, headers.authorization]).toEqual([path, `Basic ${Buffer.from("WK:").toString("base64")}`]);
    // The browser did send the shop's own session along; it is the relay that keeps it here.
    expect(sent.at(-1)?.cookie).toContain("shop_session=SECRET");
    // What the page asks the CDN for with a header of the API's does not bring it there.
    await shop.tab.evaluate(async (url) => {
      await fetch(url, { headers: { authorization: "Basic V0s6", "x-retry-count": "1" } });
    }, SETTINGS);
    const files = shop.received.filter(({ method }) => method === "GET");
    expect(files.filter(({ path }) => path.endsWith("/settings"))).toHaveLength(2);
    for (const { headers } of files)
      expect(headers).not.toMatchObject({ authorization: expect.anything(), "x-retry-count": expect.anything() });
  },
};

/** Has the vendor been told that a destination failed? That is told at once, everything else after half a minute. */
async function expectMeasures(shop: Shop): Promise<void> {
  const measured = () => shop.received.filter(({ path }) => path === "/v1/m");
  await expect
    .poll(() => measured().map(({ body }) => body), PATIENCE)
    .toContainEqual(expect.stringContaining('"metric":"analytics_js.integration.invoke.error"'));
  for (const { headers } of measured()) expect(headers.authorization).toBeUndefined();
}

export const events: readonly Segment[] = [
  sendsAll,
  {
    name: "asks the site for its file, its settings, its chunks and its destinations' files",
    async run(openShop) {
      const shop = await openShop();
      await sendAll(shop);
      const files = new Set(shop.received.filter(({ method }) => method === "GET").map(({ path }) => path));
      const chunks = [...files].filter((path) => CHUNK.test(path)).map((path) => path.split(/[/.]/).at(3));
      expect(chunks.toSorted()).toEqual(expect.arrayContaining(["ajs-destination", "queryString"]));
      expect([...files].filter((path) => !CHUNK.test(path)).toSorted()).toEqual([
        "/analytics.js/v1/WK/analytics.min.js",
        "/next-integrations/actions/probe/0123456789abcdef.js",
        "/next-integrations/integrations/acme/1.0.0/acme.dynamic.js.gz",
        "/v1/projects/WK/settings",
      ]);
      // It came compressed, under a type that no browser runs, and was run.
      expect(await shop.tab.evaluate(() => (window as { acmeSeen?: string[] }).acmeSeen)).toContain("page");
    },
  },
  {
    name: "finds its API, its own measurements included, by the settings where the page does not name it",
    async run(openShop) {
      const shop = await openShop({ script: "analytics._loadOptions = {};" });
      shop.vendor.tell(/\/actions\/probe\//, { headers: { "content-type": "text/javascript" }, body: FAILING_PROBE });
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ writeKey: "WK", userId: null });
      await expectMeasures(shop);
    },
  },
  {
    name: "control: without analytics._cdn, its settings are asked of the vendor's own host",
    async run(openShop) {
      const shop = await openShop({ without: ["chunk address"] });
      await shop.visit("/");
      await expect.poll(() => strangers(shop), PATIENCE).toContain("cdn.segment.com");
    },
  },
];

/** Its own code's alone, whatever the browser. */
export const measures: readonly Segment[] = [
  {
    name: "tells what it measures of itself through the site",
    async run(openShop) {
      const shop = await openShop();
      shop.vendor.tell(/\/actions\/probe\//, { headers: { "content-type": "text/javascript" }, body: FAILING_PROBE });
      await shop.visit("/");
      await expectMeasures(shop);
    },
  },
];

/** The same for the SDK in a bundle, whose files are the site's own. */
export const eventsFromNpm: readonly Segment[] = [sendsAll];

const FAILING_PROBE = `window.probePlugins = function () {
  return { name: "Probe (Actions)", version: "1.0.0", type: "destination", isLoaded: function () { return true; },
    load: function () { return Promise.resolve(); }, page: function () { throw new Error("no"); } };
};`;
