import { expect } from "vitest";
import type { BloomreachVendor } from "../../../support/bloomreach-vendor.ts";
import { PATIENCE } from "../../../support/vendor-events.ts";
import type { Profile } from "../../engines/engine.ts";
import type { Shop } from "../../shop.ts";
import { firstVisit, identify, knownVisitor, reset, track, untilSdkIdle } from "../../visitor.ts";
import { tellConsent } from "../consent.ts";
import type { Journey } from "../journey.ts";

type Bloomreach = Journey<Profile, BloomreachVendor>;

const statuses = (shop: Pick<Shop, "asked">) => shop.asked("/br/bulk").map(({ status }) => status);

const CHANGES = "GET /webxp/script/PROJ/new/modifications.min.js";

const sendsAll = (changes: readonly string[]): Bloomreach => ({
  name: "loads, and sends what it sees, a customer and an event through the site alone",
  async run(openShop) {
    const shop = await openShop();
    const { anonymousId } = await firstVisit(shop);
    expect(anonymousId).toMatch(/^[0-9a-f-]{36}$/);
    await track(shop);
    const order = { event: "Order Placed", anonymousId, userId: "user-42", writeKey: "PROJ" };
    expect(await shop.nextEvent("track")).toMatchObject(order);
    const asked = new Set(shop.received.map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`));
    expect([...asked].toSorted()).toEqual([
      "GET /js/exponea.min.js",
      "GET /webxp/projects/PROJ/bundle",
      ...changes,
      "POST /bulk",
      "POST /managed-tags/show",
    ]);
    // JSON by the name of text goes up as it is.
    const types = shop.received.filter(({ path }) => path === "/bulk").map(({ headers }) => headers["content-type"]);
    expect(new Set(types)).toEqual(new Set(["text/plain;charset=UTF-8"]));
  },
});

export const eventsWithExperiments: readonly Bloomreach[] = [sendsAll([CHANGES])];

export const events: readonly Bloomreach[] = [
  sendsAll([]),
  {
    name: "sends again what was answered 503, and what a page still holds when it is left",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const sent = shop.asked("/br/bulk").length;
      shop.vendor.bulkAnswers = 503;
      await track(shop);
      await expect.poll(() => statuses(shop).slice(sent), PATIENCE).toEqual([503]);
      shop.vendor.bulkAnswers = "as it is";
      // Sooner than its first five seconds are over.
      await shop.visit("/plain");
      expect(await shop.nextEvent("track")).toMatchObject({ event: "Order Placed", anonymousId });
      const beacon = shop.received.findLast(({ path }) => path === "/bulk");
      expect(beacon?.headers["content-type"]).toBe("application/json");
      expect(JSON.parse(beacon?.body ?? "")).toMatchObject({ beacon: true });
    },
  },
];

export const consent: readonly Bloomreach[] = [
  {
    name: "sends nothing of a visitor who has withdrawn, and does not bring him back",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await tellConsent(shop, "withdraw");
      expect(await shop.identityCookie("anonymous", "twin")).toBeUndefined();
      // Its SDK makes somebody new of him at once, of whom nobody is told.
      const before = shop.vendor.commands().length;
      const sent = shop.asked("/br/bulk").length;
      await reset(shop);
      await expect.poll(() => statuses(shop).slice(sent), PATIENCE).toEqual([400]);
      await identify(shop);
      await shop.visit("/");
      await expect.poll(() => statuses(shop).length, PATIENCE).toBeGreaterThan(sent + 1);
      await untilSdkIdle(shop);
      expect(shop.vendor.commands()).toHaveLength(before);
      expect(await shop.identityCookie("anonymous", "twin")).toBeUndefined();
      await tellConsent(shop, "grant");
      await shop.visit("/");
      expect((await shop.nextEvent("page")).anonymousId).not.toBe(anonymousId);
    },
  },
];
