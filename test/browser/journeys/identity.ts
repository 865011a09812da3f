import { expect } from "vitest";
import {
  expectNewPerson,
  expectSamePerson,
  firstVisit,
  knownVisitor,
  reset,
  untilForgotten,
  untilSdkIdle,
} from "../visitor.ts";
import type { Journey } from "./journey.ts";

export const lifetimes: readonly Journey[] = [
  {
    name: "is given twins that script cannot read, for 400 days, beside script's own cookies",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const now = Date.now();
      for (const [which, value] of [
        ["anonymous", anonymousId],
        ["user", "user-42"],
      ] as const) {
        if (shop.sdk.cookies[which] === null) continue;
        const twin = await shop.identityCookie(which, "twin");
        expect(twin).toMatchObject({ value, domain: `.${shop.domain}`, path: "/", httpOnly: true, secure: true });
        // WebKitGTK's automation says None to every cookie.
        expect(twin?.sameSite ?? "Lax").toBe("Lax");
        expect(daysLeft(twin?.expires, now)).toBeCloseTo(400, 1);
        const own = await shop.identityCookie(which, "browser");
        expect(own).toMatchObject({ value, domain: `.${shop.domain}`, httpOnly: false });
        expect(daysLeft(own?.expires, now)).toBeCloseTo(Math.min(shop.sdk.cookieDays, shop.engine.scriptCookieDays), 1);
      }
      const seen = await shop.tab.evaluate(() => document.cookie);
      for (const pair of Object.values(shop.sdk.cookies)) if (pair) expect(seen).not.toContain(`${pair.twin}=`);
    },
  },
];

/** Holds for every SDK: who is there stays the same while nobody says otherwise. */
export const identity: readonly Journey[] = [
  {
    name: "keeps the person when script storage is lost",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await shop.loseScriptStorage();
      expect(await shop.identityCookie("anonymous", "browser")).toBeUndefined();
      await shop.visit("/");
      await expectSamePerson(shop, "page", anonymousId);
    },
  },
  {
    name: "waits for a slow answer of the service, and is then the person that it brings back",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await shop.loseScriptStorage();
      const sent = shop.events().length;
      const slow = shop.hold(shop.sdk.awaited);
      // A page that asks by a script element has not loaded before.
      const arriving = shop.visit("/");
      await slow.arrived;
      expect(shop.events()).toHaveLength(sent);
      slow.letGo();
      await arriving;
      await expectSamePerson(shop, "page", anonymousId);
    },
  },
  {
    name: "keeps a visitor who has seen one page, and never came to a second",
    async run(openShop) {
      const shop = await openShop();
      await shop.visit("/");
      const { anonymousId } = await shop.nextEvent("page");
      await shop.untilTwin("anonymous", anonymousId);
      await untilSdkIdle(shop);
      await shop.loseScriptStorage();
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: null });
    },
  },
  {
    name: "is one person in two tabs, and another one in both after a log-out in one",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const first = shop.tab;
      const second = await shop.profile.openTab();
      await shop.visit("/", second);
      await expectSamePerson(shop, "page", anonymousId);
      await reset({ sdk: shop.sdk, tab: second });
      await untilForgotten(shop);
      await shop.visit("/", first);
      const next = await expectNewPerson(shop, "page", anonymousId);
      await shop.untilTwin("anonymous", next.anonymousId);
      await shop.visit("/", second);
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next.anonymousId, userId: null });
      expect(await shop.identityCookie("user", "twin")).toBeUndefined();
    },
  },
];

export const losses: readonly Journey[] = [
  {
    name: "control: without the cookie service, the loss makes another person",
    async run(openShop) {
      const shop = await openShop({ without: ["cookie service"] });
      const { anonymousId } = await firstVisit(shop);
      await shop.loseScriptStorage();
      await shop.visit("/");
      await expectNewPerson(shop, "page", anonymousId);
      expect(await shop.identityCookie("anonymous", "twin")).toBeUndefined();
    },
  },
];

export function daysLeft(expires = 0, now: number): number {
  return (expires - now / 1_000) / 86_400;
}
