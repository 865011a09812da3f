import { expect } from "vitest";
import { PATIENCE } from "../../../support/vendor-events.ts";
import { strangers } from "../../order.ts";
import { group, identify, track } from "../../visitor.ts";
import type { Journey } from "../journey.ts";

declare const htevents: { alias(to: string, from: string): void };

export const events: readonly Journey[] = [
  {
    name: "loads, and sends page, identify, track, group and alias through the site alone",
    async run(openShop) {
      const shop = await openShop();
      await shop.visit("/?ajs_event=Landed");
      const page = await shop.nextEvent("page");
      const { anonymousId } = page;
      expect(page).toMatchObject({
        writeKey: "WK",
        userId: null,
        anonymousId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(await shop.nextEvent("track")).toMatchObject({ event: "Landed", anonymousId });
      await identify(shop);
      expect(await shop.nextEvent("identify")).toMatchObject({ userId: "user-42", anonymousId });
      await track(shop);
      expect(await shop.nextEvent("track")).toMatchObject({ event: "Order Placed", userId: "user-42", anonymousId });
      await group(shop);
      expect(await shop.nextEvent("group")).toMatchObject({ groupId: "team-7", userId: "user-42", anonymousId });
      await shop.tab.evaluate(() => void htevents.alias("user-43", "user-42"));
      expect(await shop.nextEvent("alias")).toMatchObject({ userId: "user-43", previousId: "user-42" });

      expect(shop.received.filter(({ method }) => method === "GET").map(({ path }) => path)).toEqual([
        "/browser/release/v1-latest/events.min.js",
        expect.stringMatching(/^\/browser\/candidate\/[\d.]+\/queryString\.bundle\.[0-9a-f]+\.js$/),
      ]);
      // The browser did send the shop's own session along; it is the relay that keeps it here.
      expect(shop.asked("/ht/v1/track").at(-1)?.cookie).toContain("shop_session=SECRET");
      expect(JSON.stringify(shop.received)).not.toContain("SECRET");
    },
  },
  {
    name: "control: without htevents._cdn, its chunks are asked of the vendor's own host",
    async run(openShop) {
      const shop = await openShop({ without: ["chunk address"] });
      await shop.visit("/?ajs_event=Landed");
      await shop.nextEvent("page");
      await expect.poll(() => strangers(shop), PATIENCE).toContain("cdn.hightouch-events.com");
    },
  },
  {
    name: "goes on without the cookie service while that is broken, and with it once it is mended",
    async run(openShop) {
      const shop = await openShop();
      shop.broken.set("/ht/renew", 500);
      await shop.visit("/");
      const { anonymousId } = await shop.nextEvent("page");
      await shop.visit("/");
      expect((await shop.nextEvent("page")).anonymousId).toBe(anonymousId);
      expect(await shop.identityCookie("anonymous", "twin")).toBeUndefined();
      shop.broken.delete("/ht/renew");
      await shop.visit("/");
      expect((await shop.nextEvent("page")).anonymousId).toBe(anonymousId);
      await shop.untilTwin("anonymous", anonymousId);
    },
  },
];
