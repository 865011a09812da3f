import { expect } from "vitest";
import type { ShopOptions } from "../shop.ts";
import { expectSamePerson, identify, knownVisitor, track } from "../visitor.ts";
import type { Journey } from "./journey.ts";

/** Holds for every SDK whose events have an idempotency key: each arrives, whatever the visitor does meanwhile. */
export const deliveries: readonly Journey[] = [
  {
    name: "sends an event again from the next page when leaving has cut it off",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      const held = shop.hold(shop.sdk.eventPath("track"));
      await track(shop);
      await held.arrived;
      await shop.tab.click("Basket");
      await expectSamePerson(shop, "track", anonymousId);
      held.letGo();
    },
  },
];

const left = (when: string, options: ShopOptions): Journey => ({
  name: `sends what is left in the batch ${when}`,
  async run(openShop) {
    const shop = await openShop({ ...options, batching: true });
    await shop.visit("/");
    const { anonymousId } = await shop.nextEvent("page");
    await track(shop);
    // The batch is sent after a second; this is sooner.
    await shop.visit("/plain");
    expect(await shop.nextEvent("track")).toMatchObject({ event: "Order Placed", anonymousId });
  },
});

/** For the SDKs that can be told to send several events in one request. */
export const batches: readonly Journey[] = [
  {
    name: "sends events in batches where it is asked to",
    async run(openShop) {
      const shop = await openShop({ batching: true });
      await shop.visit("/");
      await shop.nextEvent("page");
      await track(shop);
      await identify(shop);
      const { anonymousId } = await shop.nextEvent("track");
      await expectSamePerson(shop, "identify", anonymousId);
      const [, second] = shop.received.filter(({ method }) => method === "POST");
      expect(JSON.parse(second?.body ?? "")).toMatchObject({
        writeKey: "WK",
        batch: [{ type: "track" }, { type: "identify" }],
      });
    },
  },
  left("when the visitor goes on", {}),
  left("when the visitor goes on and the service is a neighbour", { service: "t" }),
];
