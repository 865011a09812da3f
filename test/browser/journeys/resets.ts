import { expect } from "vitest";
import {
  expectNewPerson,
  expectSamePerson,
  knownVisitor,
  logOutAndLeave,
  reset,
  track,
  untilForgotten,
} from "../visitor.ts";
import { REPORTS } from "../sdks/segment.ts";
import type { OpenShop, Shop } from "../shop.ts";
import type { Journey } from "./journey.ts";

/** Holds for every SDK: a log-out stays one. */
export const resets: readonly Journey[] = [
  {
    name: "starts a new person after reset",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await reset(shop);
      await untilForgotten(shop);
      await track(shop);
      const next = await expectNewPerson(shop, "track", anonymousId);
      await expectKept(shop, next.anonymousId);
    },
  },
  {
    name: "does not bring the old person back when a reset is cut off by a navigation",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await logOutAndLeave(shop, "Log out");
      const next = await expectNewPerson(shop, "page", anonymousId);
      await expectKept(shop, next.anonymousId);
      expect(shop.asked(`${shop.sdk.path}/clear`)).toEqual([]);
      // The marker is spent: from here on, the new person is kept like any other.
      await shop.loseScriptStorage();
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next.anonymousId, userId: null });
    },
  },
  {
    name: "does not bring the old person back when a reset is cut off by a navigation to a neighbour",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await logOutAndLeave(shop, "Log out of all");
      const next = await expectNewPerson(shop, "page", anonymousId);
      expect(await shop.tab.url()).toBe(`https://account.${shop.domain}/`);
      await expectKept(shop, next.anonymousId);
      expect(shop.asked(`${shop.sdk.path}/clear`)).toEqual([]);
    },
  },
];

/** For SDKs whose reset leaves nobody in the browser, and who wait for the service to say who is there. */
export const absences: readonly Journey[] = [
  {
    name: "control: without the reset marker, the cut-off reset brings the old person back",
    run: (openShop) => expectOldPerson(openShop, { without: ["reset marker"] }, "Log out"),
  },
  {
    name: "does not keep the old person when the reset comes while the SDK still waits for the service",
    // Firefox ends what a page that is left still waits for as a failure, in time for Segment's SDK to tell of it.
    elsewhere: [REPORTS],
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const slow = shop.hold(shop.sdk.awaited);
      await shop.visit("/");
      await slow.arrived;
      await shop.tab.click("Log out");
      const { anonymousId: next } = await expectNewPerson(shop, "page", anonymousId);
      slow.letGo();
      await expectKept(shop, next);
      // In local storage, too, there is nothing of the old person.
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId: next, userId: null });
    },
  },
  {
    name: "control: with a host-only reset marker, the neighbour brings the old person back",
    run: (openShop) => expectOldPerson(openShop, { cookieDomain: undefined }, "Log out of all"),
  },
];

/** The new person has a twin, of the old one there is nothing, and the marker is spent. */
async function expectKept(shop: Shop, anonymousId: string): Promise<void> {
  await shop.untilTwin("anonymous", anonymousId);
  await shop.untilTwin("user", undefined);
  expect(await shop.cookie(`fp_reset_${shop.sdk.id}`)).toBeUndefined();
}

async function expectOldPerson(
  openShop: OpenShop,
  options: Parameters<OpenShop>[0],
  link: "Log out" | "Log out of all",
): Promise<void> {
  const shop = await openShop(options);
  const { anonymousId } = await knownVisitor(shop);
  await logOutAndLeave(shop, link);
  await expectSamePerson(shop, "page", anonymousId);
  expect(shop.asked(`${shop.sdk.path}/clear`)).toEqual([]);
}
