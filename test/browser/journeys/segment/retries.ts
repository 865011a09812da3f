import { expect } from "vitest";
import type { SegmentVendor, ToldAnswer } from "../../../support/segment-vendor.ts";
import { PATIENCE } from "../../../support/vendor-events.ts";
import type { Profile } from "../../engines/engine.ts";
import type { Shop, ShopOptions } from "../../shop.ts";
import { track } from "../../visitor.ts";
import type { Journey } from "../journey.ts";

type SegmentShop = Shop<Profile, SegmentVendor>;
type Segment = Journey<Profile, SegmentVendor>;

const TRACK = /^\/v1\/t$/;

/** A track event that is answered so; every arrival of it at the vendor, once there are so many. */
async function answered(shop: SegmentShop, answers: readonly ToldAnswer[], count: number) {
  const seen = () => shop.vendor.received.filter(({ path }) => TRACK.test(path));
  await shop.visit("/");
  await shop.nextEvent("page");
  shop.vendor.tell(TRACK, ...answers);
  await track(shop);
  await expect.poll(() => seen().length, PATIENCE).toBe(count);
  const arrivals = seen().map(({ headers, body }) => ({
    retries: headers["x-retry-count"],
    authorization: headers.authorization,
    messageId: (JSON.parse(body) as { messageId: string }).messageId,
  }));
  expect(new Set(arrivals.map(({ messageId }) => messageId)).size, "the event keeps its messageId").toBe(1);
  return { arrivals, times: seen().map(({ at }) => at) };
}

/** Waits between two arrivals are the SDK's own: no timer fires too soon, and by its other rule it waits for a second at most. */
const RETRY_AFTER = { status: 429, headers: { "retry-after": "2" } };
const NEARLY_TWO_SECONDS = 1_900;

async function expectWaits(shop: SegmentShop): Promise<void> {
  const { arrivals, times } = await answered(shop, [RETRY_AFTER], 2);
  expect(arrivals.map(({ retries }) => retries)).toEqual([undefined, "1"]);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(NEARLY_TWO_SECONDS);
}

const waits = (name: string, options: ShopOptions): Segment => ({
  name,
  run: async (openShop) => expectWaits(await openShop(options)),
});

export const retries: readonly Segment[] = [
  waits("waits as long as 429 and Retry-After say, and sends again with X-Retry-Count", {}),
  waits("waits so where the service is a neighbour too, and may read Retry-After there", { service: "t" }),
  {
    name: "sends again what was answered 500, by its own count, and nobody beside it does",
    async run(openShop) {
      const { arrivals } = await answered(await openShop(), [{ status: 500 }, { status: 503 }], 3);
      expect(arrivals.map((each) => each.retries)).toEqual([undefined, "1", "2"]);
      for (const { authorization } of arrivals) expect(authorization).toBe("Basic V0s6");
    },
  },
];

/** Its own code's alone, whatever the browser. */
export const drops: readonly Segment[] = [
  {
    name: "drops what was answered 400, and goes on",
    async run(openShop) {
      const shop = await openShop();
      const { arrivals } = await answered(shop, [{ status: 400 }], 1);
      await track(shop);
      const seen = () => shop.received.filter(({ path }) => TRACK.test(path)).length;
      await expect.poll(seen, PATIENCE).toBe(2);
      // What it still had to send it would keep for the next page, and send there.
      await shop.visit("/plain");
      const kept = () => Object.keys(localStorage).filter((name) => name.startsWith("persisted-queue"));
      expect(await shop.tab.evaluate(kept)).toEqual([]);
      await shop.visit("/");
      await shop.nextEvent("page");
      const again = shop.received.filter(({ body }) => body.includes(arrivals[0]?.messageId ?? ""));
      expect(again).toHaveLength(1);
    },
  },
];
