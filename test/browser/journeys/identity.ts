import { expect } from "vitest";
import { identify, knownVisitor, reset } from "../sdk.ts";
import type { Journey } from "./journey.ts";

export const lifetimes: readonly Journey[] = [
  {
    name: "is given twins that script cannot read, for 400 days, beside script's own cookies",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const now = Date.now();
      for (const [name, value] of [
        ["htjs_anonymous_id", anonymousId],
        ["htjs_user_id", "user-42"],
      ] as const) {
        const twin = await shop.cookie(`${name}_srvr`);
        expect(twin).toMatchObject({ value, domain: `.${shop.domain}`, path: "/", httpOnly: true, secure: true });
        // WebKitGTK's automation says None to every cookie.
        expect(twin?.sameSite ?? "Lax").toBe("Lax");
        expect(daysLeft(twin?.expires, now)).toBeCloseTo(400, 1);
        const own = await shop.cookie(name);
        expect(own).toMatchObject({ value, domain: `.${shop.domain}`, httpOnly: false });
        expect(daysLeft(own?.expires, now)).toBeCloseTo(shop.engine.scriptCookieDays, 1);
      }
      expect(await shop.tab.evaluate(() => document.cookie)).not.toContain("_srvr");
    },
  },
];

export const identity: readonly Journey[] = [
  ...lifetimes,
  {
    name: "keeps the person when script storage is lost",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await shop.loseScriptStorage();
      expect(await shop.cookie("htjs_anonymous_id")).toBeUndefined();
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
    },
  },
  {
    name: "control: without the cookie service, the loss makes another person",
    async run(openShop) {
      const shop = await openShop({ without: ["cookie service"] });
      await shop.visit("/");
      const { anonymousId } = await shop.nextEvent("page");
      await identify(shop);
      await shop.nextEvent("identify");
      await shop.loseScriptStorage();
      await shop.visit("/");
      const after = await shop.nextEvent("page");
      expect(after.anonymousId).not.toBe(anonymousId);
      expect(after.userId).toBeNull();
      expect(shop.asked("/ht/renew")).toEqual([]);
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
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
      await reset({ tab: second });
      await shop.untilTwin("htjs_anonymous_id_srvr", undefined);
      await shop.visit("/", first);
      const next = await shop.nextEvent("page");
      expect(next.anonymousId).not.toBe(anonymousId);
      expect(next.userId).toBeNull();
      await shop.untilTwin("htjs_anonymous_id_srvr", next.anonymousId);
      await shop.visit("/", second);
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next.anonymousId, userId: null });
      expect(await shop.cookie("htjs_user_id_srvr")).toBeUndefined();
    },
  },
];

export function daysLeft(expires = 0, now: number): number {
  return (expires - now / 1_000) / 86_400;
}
