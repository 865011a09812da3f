import { expect } from "vitest";
import { identify, knownVisitor, logOutAndLeave, reset, track, untilSdkIdle } from "../sdk.ts";
import type { Held, Shop } from "../shop.ts";
import type { Journey } from "./journey.ts";

export const resets: readonly Journey[] = [
  {
    name: "starts a new person after reset",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await reset(shop);
      await shop.untilTwin("htjs_anonymous_id_srvr", undefined);
      await shop.untilTwin("htjs_user_id_srvr", undefined);
      await track(shop);
      const next = await shop.nextEvent("track");
      expect(next.anonymousId).not.toBe(anonymousId);
      expect(next.userId).toBeNull();
      await shop.untilTwin("htjs_anonymous_id_srvr", next.anonymousId);
      expect(await shop.cookie("htjs_user_id_srvr")).toBeUndefined();
    },
  },
  {
    name: "does not bring the old person back when a reset is cut off by a navigation",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await logOutAndLeave(shop, "Log out");
      const { anonymousId: next, userId } = await shop.nextEvent("page");
      expect(next).not.toBe(anonymousId);
      expect(userId).toBeNull();
      await shop.untilTwin("htjs_anonymous_id_srvr", next);
      expect(await shop.cookie("htjs_user_id_srvr")).toBeUndefined();
      expect(await shop.cookie("fp_reset_hightouch")).toBeUndefined();
      expect(shop.asked("/ht/clear")).toEqual([]);
      // The marker is spent: from here on, the new person is kept like any other.
      await shop.loseScriptStorage();
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next, userId: null });
    },
  },
  {
    name: "does not keep the old person when the reset comes while the SDK still waits for the first renew",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const slow = shop.hold("/ht/renew");
      await shop.visit("/");
      await slow.arrived;
      await shop.tab.click("Log out");
      const { anonymousId: next, userId } = await shop.nextEvent("page");
      slow.letGo();
      expect(next).not.toBe(anonymousId);
      expect(userId).toBeNull();
      await shop.untilTwin("htjs_anonymous_id_srvr", next);
      await shop.untilTwin("htjs_user_id_srvr", undefined);
      // In local storage, too, there is nothing of the old person.
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next, userId: null });
    },
  },
  {
    name: "control: without the reset marker, the cut-off reset brings the old person back",
    async run(openShop) {
      const shop = await openShop({ without: ["reset marker"] });
      const { anonymousId } = await knownVisitor(shop);
      await logOutAndLeave(shop, "Log out");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
      expect(shop.asked("/ht/clear")).toEqual([]);
    },
  },
  {
    name: "does not bring the old person back when a reset is cut off by a navigation to a neighbour",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await logOutAndLeave(shop, "Log out of all");
      const next = await shop.nextEvent("page");
      expect(await shop.tab.url()).toBe(`https://account.${shop.domain}/`);
      expect(next.anonymousId).not.toBe(anonymousId);
      expect(next.userId).toBeNull();
      await shop.untilTwin("htjs_anonymous_id_srvr", next.anonymousId);
      expect(await shop.cookie("htjs_user_id_srvr")).toBeUndefined();
      expect(await shop.cookie("fp_reset_hightouch")).toBeUndefined();
      expect(shop.asked("/ht/clear")).toEqual([]);
    },
  },
  {
    name: "control: with a host-only reset marker, the neighbour brings the old person back",
    async run(openShop) {
      const shop = await openShop({ cookieDomain: undefined });
      const { anonymousId } = await knownVisitor(shop);
      await logOutAndLeave(shop, "Log out of all");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
    },
  },
  {
    name: "does not bring the old person back when a slow renew is overtaken by the clear",
    async run(openShop) {
      const shop = await openShop();
      await shop.visit("/");
      const { anonymousId } = await shop.nextEvent("page");
      await shop.untilTwin("htjs_anonymous_id_srvr", anonymousId);
      await untilSdkIdle(shop);
      const slow = shop.hold("/ht/renew");
      await identify(shop);
      await slow.arrived;
      await expectNobodyComesBack(shop, slow, anonymousId);
    },
  },
  // The renew that overtakes spends the marker while no new person is there yet; the service's memory of it has to do.
  {
    name: "does not bring the old person back when a slow renew is overtaken by a renew and the clear",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const slow = await loadWithSlowRenew(shop);
      await expectNobodyComesBack(shop, slow, anonymousId);
    },
  },
  // A new person is there, so the marker is spent and nothing remembered: that a group is restored as a whole has to do.
  {
    name: "does not glue the old user to the new person when a slow renew is overtaken by the new person's",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const slow = await loadWithSlowRenew(shop);
      await reset(shop);
      await track(shop);
      const next = await shop.nextEvent("track");
      expect(next.anonymousId).not.toBe(anonymousId);
      await untilSdkIdle(shop, 1);
      slow.letGo();
      await shop.untilTwin("htjs_user_id_srvr", "user-42");
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next.anonymousId, userId: null });
      await shop.untilTwin("htjs_user_id_srvr", undefined);
    },
  },
];

/** A load asks once before the first event, and a second later several times in a row, of which the first is slow. */
export async function loadWithSlowRenew(shop: Shop): Promise<Held> {
  const first = shop.hold("/ht/renew");
  await shop.visit("/");
  await first.arrived;
  const slow = shop.hold("/ht/renew");
  first.letGo();
  await slow.arrived;
  await shop.nextEvent("page");
  return slow;
}

/** The visitor resets while a renew with the old ids is held, which ends only after the clear, and then goes on to a page. */
async function expectNobodyComesBack(shop: Shop, slow: Held, anonymousId: string) {
  await reset(shop);
  await untilSdkIdle(shop, 1);
  expect(shop.asked("/ht/clear").map(({ status }) => status)).toEqual([200, 200]);
  slow.letGo();
  // The late answer does write the old person's twins again: only the marker, or the memory of it, stands between him and the next page.
  await shop.untilTwin("htjs_anonymous_id_srvr", anonymousId);
  await shop.visit("/");
  const next = await shop.nextEvent("page");
  expect(next.anonymousId).not.toBe(anonymousId);
  expect(next.userId).toBeNull();
  await shop.untilTwin("htjs_anonymous_id_srvr", next.anonymousId);
  expect(await shop.cookie("htjs_user_id_srvr")).toBeUndefined();
}
