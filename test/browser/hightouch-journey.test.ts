import { describe, expect } from "vitest";
import { test } from "./shop.ts";
import { expectOrder, hostsAsked, identify, knownVisitor, track } from "./visitor.ts";

describe("the Hightouch SDK in Chromium", { timeout: 60_000 }, () => {
  test("loads, and sends page, identify and track, through the site alone", async ({ openShop }) => {
    const shop = await openShop();
    await shop.visit("/?ajs_event=Landed");
    const page = await shop.nextEvent("page");
    expect(page).toMatchObject({ writeKey: "WK", userId: null, anonymousId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await shop.nextEvent("track")).toMatchObject({ event: "Landed", anonymousId: page.anonymousId });
    await identify(shop);
    expect(await shop.nextEvent("identify")).toMatchObject({ userId: "user-42", anonymousId: page.anonymousId });
    await track(shop);
    expect(await shop.nextEvent("track")).toMatchObject({ event: "Order Placed", userId: "user-42" });

    expect(shop.received.filter(({ method }) => method === "GET").map(({ path }) => path)).toEqual([
      "/browser/release/v1-latest/events.min.js",
      expect.stringMatching(/^\/browser\/candidate\/[\d.]+\/queryString\.bundle\.[0-9a-f]+\.js$/),
    ]);
    await expectOrder(shop);
    // The browser did send the shop's own session along; it is the relay that keeps it here.
    expect(shop.asked("/ht/v1/track").at(-1)?.cookie).toContain("shop_session=SECRET");
    expect(JSON.stringify(shop.received)).not.toContain("SECRET");
  });

  test("is given twins that script cannot read, for 400 days", async ({ openShop }) => {
    const shop = await openShop();
    const { anonymousId } = await knownVisitor(shop);
    for (const [name, value] of [
      ["htjs_anonymous_id", anonymousId],
      ["htjs_user_id", "user-42"],
    ] as const) {
      const twin = await shop.cookie(`${name}_srvr`);
      expect(twin).toMatchObject({
        value,
        domain: `.${shop.domain}`,
        path: "/",
        httpOnly: true,
        secure: true,
        sameSite: "Lax",
      });
      expect(daysLeft(twin?.expires)).toBeCloseTo(400, 1);
      expect(await shop.cookie(name)).toMatchObject({ value, domain: `.${shop.domain}`, httpOnly: false });
    }
    expect(await shop.page.evaluate(() => document.cookie)).not.toContain("_srvr");
    await expectOrder(shop);
  });

  test("keeps the person when script storage is lost", async ({ openShop }) => {
    const shop = await openShop();
    const { anonymousId } = await knownVisitor(shop);
    await shop.loseScriptStorage();
    expect(await shop.cookie("htjs_anonymous_id")).toBeUndefined();
    await shop.visit("/");
    expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
    await expectOrder(shop);
  });

  test("control: without the cookie service, the loss makes another person", async ({ openShop }) => {
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
  });

  test("control: without htevents._cdn, its chunks are asked of the vendor's own host", async ({ openShop }) => {
    const shop = await openShop({ without: ["chunk address"] });
    await shop.visit("/?ajs_event=Landed");
    await shop.nextEvent("page");
    await expect.poll(() => hostsAsked(shop), { timeout: 10_000 }).toContain("cdn.hightouch-events.com");
  });
});

function daysLeft(expires = 0): number {
  return (expires - Date.now() / 1_000) / 86_400;
}
