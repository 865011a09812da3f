import { expect } from "vitest";
import { PATIENCE } from "../support/vendor-events.ts";
import { type Shop, test, untilTaken } from "./shop.ts";

const ETC = "__exponea_etc__";
const TWIN = "xnpe_PROJ";

/** Waits until the page knows its visitor, and has nothing to send any more. */
async function person(shop: Shop): Promise<string> {
  await expect.poll(() => shop.cookies(ETC), PATIENCE).toHaveLength(1);
  await expect.poll(() => shop.held(), PATIENCE).toBe(0);
  return (await shop.cookies(ETC))[0] ?? "";
}

test("a visitor is told by the vendor's answer who he is, and by both cookies from then on", async ({ openShop }) => {
  const shop = await openShop();
  await shop.visit("/");
  await expect.poll(() => shop.answers("/br/managed-tags/show"), PATIENCE).toEqual([200]);
  const ann = await person(shop);
  expect(ann).toMatch(/^[0-9a-f-]{36}$/);
  expect(await shop.cookies(TWIN)).toEqual([ann]);
  await shop.visit("/next");
  await untilTaken(shop, "system/ids", 2);
  const [, next] = shop.vendor.commands("system/ids");
  expect(next).toMatchObject({ data: { cookie: ann }, twins: { [TWIN]: ann } });
});

test("an instance without a tracking domain: the twin is made here, and tells who comes", async ({ openShop }) => {
  const shop = await openShop({ setsCookie: false });
  await shop.visit("/");
  const ann = await person(shop);
  // By what the SDK asks once it knows who is there: also of a visit of one page.
  await expect.poll(() => shop.cookies(TWIN), PATIENCE).toEqual([ann]);
  await shop.loseScriptCookies();
  await shop.visit("/");
  expect(await person(shop)).toBe(ann);
});

for (const [what, domain] of [
  ["for the host alone", undefined],
  ["for the domain", "shop.de"],
  ["for a host below it", "ab.de"],
] as const) {
  test(`who has lost what script can reach is who he was, and stays anonymous; the SDK writes ${what}`, async ({
    openShop,
  }) => {
    // An instance that goes by what the SDK names alone: it needs the cookie back before the SDK reads it.
    const shop = await openShop({ domain, hasRestoreScript: true, setsCookie: false, readsCookie: false });
    await shop.visit("/");
    const ann = await person(shop);
    await shop.call("track", "buy");
    await expect.poll(() => shop.cookies(TWIN), PATIENCE).toEqual([ann]);
    await shop.loseScriptCookies();
    await shop.visit("/");
    expect(await person(shop)).toBe(ann);
    await shop.call("anonymize");
    await expect.poll(() => shop.cookies(TWIN), PATIENCE).not.toEqual([ann]);
    await shop.visit("/next");
    const nobody = await person(shop);
    expect(nobody).not.toBe(ann);
    expect(shop.vendor.commands("system/ids").at(-1)?.data.cookie).toBe(nobody);
  });
}

test("anonymize() holds, whatever the vendor makes of its own cookie", async ({ openShop }) => {
  const shop = await openShop();
  await shop.visit("/");
  const ann = await person(shop);
  await shop.call("anonymize");
  await untilTaken(shop, "system/ids", 2);
  const nobody = shop.vendor.commands("system/ids")[1]?.data.cookie;
  expect(nobody).not.toBe(ann);
  await expect.poll(() => shop.cookies(TWIN), PATIENCE).toEqual([nobody]);
  await shop.visit("/next");
  await untilTaken(shop, "system/ids", 3);
  expect(await person(shop)).toBe(nobody);
});

test("what the service drops is not sent again, and what the vendor fails to take is", async ({ openShop }) => {
  const denied = await openShop({ consent: { from: [() => "denied"] }, client: { resendAfterMs: 10 } });
  await denied.visit("/");
  await expect.poll(() => denied.answers("/br/bulk"), PATIENCE).toEqual([400]);
  const failing = await openShop({ client: { resendAfterMs: 10 } });
  failing.vendor.bulkAnswers = 503;
  await failing.visit("/");
  await expect.poll(() => failing.answers("/br/bulk").length, PATIENCE).toBeGreaterThan(4);
  failing.vendor.bulkAnswers = "as it is";
  await expect.poll(() => failing.held(), PATIENCE).toBe(0);
  expect(failing.vendor.commands("system/ids")).toHaveLength(1);
  // It would have been sent again long before the other one was.
  expect(denied.answers("/br/bulk")).toEqual([400]);
  expect(await denied.held()).toBe(0);
  expect(denied.vendor.received.filter(({ path }) => path === "/bulk")).toEqual([]);
});

test("what a page still holds goes with its beacon", async ({ openShop }) => {
  const shop = await openShop({ client: { resendAfterMs: 3_600_000 } });
  await shop.visit("/");
  await person(shop);
  shop.vendor.bulkAnswers = 503;
  await shop.call("track", "last");
  await expect.poll(() => shop.answers("/br/bulk"), PATIENCE).toEqual([200, 503]);
  await expect.poll(() => shop.held(), PATIENCE).toBe(1);
  shop.vendor.bulkAnswers = "as it is";
  await shop.visit("/plain");
  const last = () => shop.vendor.commands("crm/events").filter(({ data }) => data.type === "last");
  await expect.poll(last, PATIENCE).toMatchObject([{ isBeacon: true }]);
});
