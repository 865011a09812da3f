import { expect } from "vitest";
import type { Held, Shop } from "../../shop.ts";
import { expectNewPerson, identify, knownVisitor, reset, track, untilSdkIdle } from "../../visitor.ts";
import { tellConsent, withdraw } from "../consent.ts";
import type { Journey } from "../journey.ts";

/** What Hightouch's SDK alone can do to a log-out: it renews several times in a row, before and after. */
export const slowRenews: readonly Journey[] = [
  {
    name: "does not bring the old person back when a slow renew is overtaken by the clear",
    async run(openShop) {
      const shop = await openShop();
      await shop.visit("/");
      const { anonymousId } = await shop.nextEvent("page");
      await shop.untilTwin("anonymous", anonymousId);
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
      await shop.untilTwin("user", "user-42");
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next.anonymousId, userId: null });
      await shop.untilTwin("user", undefined);
    },
  },
  {
    name: "does not bring the person back who has withdrawn when a slow renew is answered after the new consent",
    async run(openShop) {
      // Whose page does not even mark the SDK's reset.
      const shop = await openShop({ without: ["reset marker"] });
      const { anonymousId } = await knownVisitor(shop);
      const slow = await loadWithSlowRenew(shop);
      await withdraw(shop);
      await untilSdkIdle(shop, 1);
      await tellConsent(shop, "grant");
      slow.letGo();
      // The late answer does write the old person's twins: the memory of the withdrawal stands between him and the next page.
      await shop.untilTwin("anonymous", anonymousId);
      await shop.visit("/");
      const next = await expectNewPerson(shop, "page", anonymousId);
      await shop.untilTwin("anonymous", next.anonymousId);
      expect(await shop.identityCookie("user", "twin")).toBeUndefined();
    },
  },
];

/** A load asks once before the first event, and a second later several times in a row, of which the first is slow. */
async function loadWithSlowRenew(shop: Shop): Promise<Held> {
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
  await shop.untilTwin("anonymous", anonymousId);
  await shop.visit("/");
  const next = await expectNewPerson(shop, "page", anonymousId);
  await shop.untilTwin("anonymous", next.anonymousId);
  expect(await shop.identityCookie("user", "twin")).toBeUndefined();
}
