import { expect } from "vitest";
import type { SegmentVendor } from "../../../support/segment-vendor.ts";
import { behindNginx } from "../../behind-nginx.ts";
import type { Profile } from "../../engines/engine.ts";
import type { Shop, ShopOptions } from "../../shop.ts";
import { expectNewPerson, expectSamePerson, knownVisitor, reset, track, untilSdkIdle } from "../../visitor.ts";
import type { Journey } from "../journey.ts";

type Segment = Journey<Profile, SegmentVendor>;

const LOADER = "/sg/analytics.js/v1/WK/analytics.min.js";

/** An id as the SDK's forerunner wrote it: JSON, quotes and all. */
const QUOTED = { ajs_anonymous_id: "%22old-anonymous%22", ajs_user_id: "%22user-42%22" };

async function comeWithOldCookies(shop: Shop): Promise<void> {
  await shop.visit("/plain");
  await shop.tab.evaluate(
    ([cookies, domain]) => {
      for (const [name, value] of Object.entries(cookies))
        document.cookie = `${name}=${value}; Path=/; Domain=${domain}; Max-Age=31536000; SameSite=Lax`;
    },
    [QUOTED, shop.domain] as const,
  );
}

const HERE = {};
const NEIGHBOUR = { service: "t" };
const where = (options: ShopOptions) => (options === NEIGHBOUR ? ", with the service as a neighbour" : "");

const keepsWithKeptFile = (options: ShopOptions): Segment => ({
  name: `keeps the person when its file is the one that the browser has kept${where(options)}`,
  async run(openShop) {
    const shop = await openShop(options);
    const { anonymousId } = await knownVisitor(shop);
    const asked = shop.asked(LOADER).length;
    await shop.loseScriptStorage();
    await shop.visit("/");
    await expectSamePerson(shop, "page", anonymousId);
    expect(shop.asked(LOADER)).toHaveLength(asked);
    expect(shop.asked(shop.sdk.awaited)).toHaveLength(2);
  },
});

const keepsTwoVisitors = (options: ShopOptions): Segment => ({
  name: `keeps two visitors, each as himself, behind one shared cache${where(options)}`,
  async run(openShop) {
    const shop = await openShop({ ...options, serve: behindNginx });
    const first = shop.tab;
    const one = await knownVisitor(shop);
    const neighbour = await shop.engine.openProfile();
    try {
      shop.tab = await neighbour.openTab();
      const other = await knownVisitor(shop);
      expect(other.anonymousId).not.toBe(one.anonymousId);
      await shop.loseScriptStorage();
      await shop.visit("/");
      await expectSamePerson(shop, "page", other.anonymousId);
    } finally {
      await neighbour.close();
      shop.tab = first;
    }
    await shop.loseScriptStorage();
    await shop.visit("/");
    await expectSamePerson(shop, "page", one.anonymousId);
    // Where it is the vendor's file, both had it from the cache, and what is made for one visitor from nobody's.
    const files = shop.asked(LOADER).length === 0 ? 0 : 1;
    expect(shop.received.filter(({ path }) => `/sg${path}` === LOADER)).toHaveLength(files);
    expect(shop.received.filter(({ path }) => path.endsWith("/settings"))).toHaveLength(4);
  },
});

export const behindCaches: readonly Segment[] = [keepsTwoVisitors(HERE), keepsTwoVisitors(NEIGHBOUR)];

export const segmentIdentity: readonly Segment[] = [
  keepsWithKeptFile(HERE),
  keepsWithKeptFile(NEIGHBOUR),
  {
    name: "keeps the person when its settings are the ones that the browser has kept, and are asked after",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await shop.loseScriptStorage();
      await shop.visit("/");
      await expectSamePerson(shop, "page", anonymousId);
      const again = shop.engine.revalidatesForOthers ? 304 : 200;
      expect(shop.asked(shop.sdk.awaited).map(({ status }) => status)).toEqual([200, again]);
    },
  },
  {
    name: "takes over cookies that its forerunner wrote in quotes, and keeps them",
    async run(openShop) {
      const shop = await openShop();
      await comeWithOldCookies(shop);
      await shop.visit("/");
      await expectSamePerson(shop, "page", "old-anonymous");
      await untilSdkIdle(shop);
      await shop.untilTwin("anonymous", "old-anonymous");
      await shop.loseScriptStorage();
      await shop.visit("/");
      await expectSamePerson(shop, "page", "old-anonymous");
    },
  },
  {
    name: "brings such cookies back as they were where it never came to writing them anew",
    async run(openShop) {
      const shop = await openShop();
      await comeWithOldCookies(shop);
      const event = shop.hold(shop.sdk.eventPath("page"));
      await shop.visit("/");
      await event.arrived;
      await shop.untilTwin("anonymous", QUOTED.ajs_anonymous_id);
      await shop.untilTwin("user", QUOTED.ajs_user_id);
      await shop.loseScriptStorage();
      event.letGo();
      await shop.visit("/");
      await expectSamePerson(shop, "page", "old-anonymous");
    },
  },
  // No twin is there yet, so the late answer does write one.
  {
    name: "does not bring the old person back when the answer to his first event comes after the log-out",
    async run(openShop) {
      const shop = await openShop();
      const event = shop.hold(shop.sdk.eventPath("page"));
      await shop.visit("/");
      await event.arrived;
      const anonymousId = (await shop.identityCookie("anonymous", "browser"))?.value ?? "";
      await reset(shop);
      event.letGo();
      await shop.nextEvent("page");
      await shop.untilTwin("anonymous", anonymousId);
      await shop.visit("/");
      const next = await expectNewPerson(shop, "page", anonymousId);
      await shop.untilTwin("anonymous", next.anonymousId);
    },
  },
  {
    name: "has the new person's twin in the end when such an answer comes after his first event",
    async run(openShop) {
      const shop = await openShop();
      const event = shop.hold(shop.sdk.eventPath("page"));
      await shop.visit("/");
      await event.arrived;
      const anonymousId = (await shop.identityCookie("anonymous", "browser"))?.value ?? "";
      await reset(shop);
      await track(shop);
      const next = await expectNewPerson(shop, "track", anonymousId);
      await shop.untilTwin("anonymous", next.anonymousId);
      event.letGo();
      await shop.untilTwin("anonymous", anonymousId);
      await shop.nextEvent("page");
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next.anonymousId, userId: null });
      await shop.untilTwin("anonymous", next.anonymousId);
    },
  },
];
