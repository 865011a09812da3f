import { expect } from "vitest";
import type { WebKitProfile } from "../engines/webkit.ts";
import { PATIENCE } from "../../support/vendor-events.ts";
import { ADVERTISER, type Shop, type ShopOptions } from "../shop.ts";
import { expectNewPerson, expectSamePerson, firstVisit, identify, knownVisitor, track } from "../visitor.ts";
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
    const names = Object.values(shop.sdk.cookies).flatMap((pair) => pair?.browser ?? []);
    const own = (await shop.cookies()).filter(({ name }) => names.includes(name));
    const days = own.map(({ expires }) => daysLeft(expires, Date.now()));
    return own.length === names.length && days.every((each) => Math.abs(each - expected) < 0.05);
  };
  await expect.poll(isJudged, { ...PATIENCE, message: `script's cookies have ${expected} days` }).toBe(true);
  return { anonymousId };
}

/** Holds for every SDK. */
export const eightDaysLater: readonly Journey<WebKitProfile>[] = [
  {
    name: "is the same person eight days later, when script's cookies are gone",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await comeBack(shop, 8);
      expect(await shop.identityCookie("anonymous", "browser")).toBeUndefined();
      const twin = await shop.identityCookie("anonymous", "twin");
      expect(daysLeft(twin?.expires, Date.now() + 8 * DAY_MS)).toBeCloseTo(392, 1);
      await shop.visit("/");
      await expectSamePerson(shop, "page", anonymousId);
    },
  },
  {
    name: "control: without the cookie service it is another person eight days later",
    async run(openShop) {
      const shop = await openShop({ without: ["cookie service"] });
      const { anonymousId } = await firstVisit(shop);
      await comeBack(shop, 8);
      expect(await shop.identityCookie("anonymous", "browser")).toBeUndefined();
      await shop.visit("/");
      await expectNewPerson(shop, "page", anonymousId);
    },
  },
];

/** What is the browser's, whichever SDK writes the cookies. */
export const otherDays: readonly Journey<WebKitProfile>[] = [
  {
    name: "control: without the cookie service it is the same person six days later still",
    async run(openShop) {
      const shop = await openShop({ without: ["cookie service"] });
      const { anonymousId } = await firstVisit(shop);
      await comeBack(shop, 6);
      const own = await shop.identityCookie("anonymous", "browser");
      expect(daysLeft(own?.expires, Date.now() + 6 * DAY_MS)).toBeCloseTo(1, 1);
      await shop.visit("/");
      await expectSamePerson(shop, "page", anonymousId);
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

async function expectAfterLanding(
  openShop: (options: ShopOptions) => Promise<Shop<WebKitProfile>>,
  query: string,
  options: ShopOptions,
  person: "same" | "another",
): Promise<void> {
  const shop = await openShop(options);
  const { anonymousId } = await landFromAdvertiser(shop, query);
  if (options.without === undefined) await shop.untilTwin("user", "user-42");
  await comeBack(shop, 2);
  await shop.visit("/");
  if (person === "same") await expectSamePerson(shop, "page", anonymousId);
  else await expectNewPerson(shop, "page", anonymousId);
}
