import { expect } from "vitest";
import type { WebKitProfile } from "../engines/webkit.ts";
import { identify, knownVisitor, track } from "../sdk.ts";
import { PATIENCE } from "../../support/vendor-events.ts";
import { ADVERTISER, type Shop, type ShopOptions } from "../shop.ts";
import { daysLeft } from "./identity.ts";
import type { Journey } from "./journey.ts";

const DAY_MS = 86_400_000;

/**
 * The visitor comes back days later, by the browser's clock. Local storage is emptied first, in every arm: this engine keeps it where
 * Safari deletes it, and the SDK reads it before its cookies, so that a control would find its person for the wrong reason.
 */
async function comeBack(shop: Shop<WebKitProfile>, days: number): Promise<void> {
  shop.tab = await shop.profile.reopen(days);
  await shop.visit("/plain");
  await shop.tab.evaluate(() => localStorage.clear());
}

/** Lands on the shop by an advertiser's link, and has an account; the SDK has written its cookies when ITP knew of the landing. */
async function landFromAdvertiser(shop: Shop<WebKitProfile>, query: string): Promise<{ anonymousId: string }> {
  await shop.tab.goto(`https://${ADVERTISER}/`);
  shop.tab = await shop.profile.classify(ADVERTISER);
  await shop.tab.goto(`https://${ADVERTISER}/?to=${encodeURIComponent(`https://www.${shop.domain}/${query}`)}`);
  await shop.tab.click("To the shop");
  const { anonymousId } = await shop.nextEvent("page");
  // The news of a decorated landing takes its way through three processes: only what is written later is sure to be judged by it.
  const expected = query === "" ? 7 : 1;
  const isJudged = async () => {
    await identify(shop);
    await track(shop);
    const own = (await shop.cookies()).filter(({ name }) => name === "htjs_anonymous_id" || name === "htjs_user_id");
    return own.length === 2 && own.every(({ expires }) => Math.abs(daysLeft(expires, Date.now()) - expected) < 0.05);
  };
  await expect.poll(isJudged, { ...PATIENCE, message: `script's cookies have ${expected} days` }).toBe(true);
  return { anonymousId };
}

export const daysLater: readonly Journey<WebKitProfile>[] = [
  {
    name: "is the same person eight days later, when script's cookies are gone",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await comeBack(shop, 8);
      expect(await shop.tab.evaluate(() => document.cookie)).not.toContain("htjs_");
      expect(daysLeft((await shop.cookie("htjs_anonymous_id_srvr"))?.expires, Date.now() + 8 * DAY_MS)).toBeCloseTo(
        392,
        1,
      );
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
    },
  },
  {
    name: "control: without the cookie service it is another person eight days later",
    async run(openShop) {
      const shop = await openShop({ without: ["cookie service"] });
      const { anonymousId } = await firstVisit(shop);
      await comeBack(shop, 8);
      expect(await shop.tab.evaluate(() => document.cookie)).not.toContain("htjs_");
      await shop.visit("/");
      const after = await shop.nextEvent("page");
      expect(after.anonymousId).not.toBe(anonymousId);
      expect(after.userId).toBeNull();
    },
  },
  {
    name: "control: without the cookie service it is the same person six days later still",
    async run(openShop) {
      const shop = await openShop({ without: ["cookie service"] });
      const { anonymousId } = await firstVisit(shop);
      await comeBack(shop, 6);
      expect(daysLeft((await shop.cookie("htjs_anonymous_id"))?.expires, Date.now() + 6 * DAY_MS)).toBeCloseTo(1, 1);
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
    },
  },
  {
    name: "is the same person two days after landing by a decorated link of an advertiser",
    run: (openShop) => expectAfterLanding(openShop, "?gclid=1", {}, "same"),
  },
  {
    name: "control: without the cookie service it is another person two days after such a landing",
    run: (openShop) => expectAfterLanding(openShop, "?gclid=1", { without: ["cookie service"] }, "another"),
  },
  {
    name: "control: without the cookie service it is the same person two days after landing by a plain link",
    run: (openShop) => expectAfterLanding(openShop, "", { without: ["cookie service"] }, "same"),
  },
];

async function firstVisit(shop: Shop): Promise<{ anonymousId: string }> {
  await shop.visit("/");
  const { anonymousId } = await shop.nextEvent("page");
  await identify(shop);
  await shop.nextEvent("identify");
  return { anonymousId };
}

async function expectAfterLanding(
  openShop: (options: ShopOptions) => Promise<Shop<WebKitProfile>>,
  query: string,
  options: ShopOptions,
  person: "same" | "another",
): Promise<void> {
  const shop = await openShop(options);
  const { anonymousId } = await landFromAdvertiser(shop, query);
  if (options.without === undefined) await shop.untilTwin("htjs_user_id_srvr", "user-42");
  await comeBack(shop, 2);
  await shop.visit("/");
  const after = await shop.nextEvent("page");
  if (person === "same") expect(after).toMatchObject({ anonymousId, userId: "user-42" });
  else {
    expect(after.anonymousId).not.toBe(anonymousId);
    expect(after.userId).toBeNull();
  }
}
