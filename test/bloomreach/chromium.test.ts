import { expect } from "vitest";
import { PATIENCE } from "../support/vendor-events.ts";
import { test, untilTaken } from "./shop.ts";

test("a visitor is told by the vendor's answer who he is, and by both cookies from then on", async ({ openShop }) => {
  const shop = await openShop();
  await shop.visit("/");
  await expect.poll(() => shop.answers("/br/managed-tags/show"), PATIENCE).toEqual([200]);
  const person = await shop.cookie("__exponea_etc__");
  expect(person).toMatch(/^[0-9a-f-]{36}$/);
  expect(await shop.cookie("xnpe_PROJ")).toBe(person);
  await shop.visit("/next");
  await untilTaken(shop, "system/ids", 2);
  const [, next] = shop.vendor.commands("system/ids");
  expect(next).toMatchObject({ data: { cookie: person }, twins: { xnpe_PROJ: person } });
});

test("a visitor who has lost what script can reach is who he was", async ({ openShop }) => {
  const shop = await openShop();
  await shop.visit("/");
  await untilTaken(shop, "system/ids", 1);
  await expect.poll(() => shop.cookie("__exponea_etc__"), PATIENCE).toBeDefined();
  const person = await shop.cookie("__exponea_etc__");
  await shop.context.clearCookies({ name: /^__exponea/ });
  await shop.visit("/");
  await expect.poll(() => shop.cookie("__exponea_etc__"), PATIENCE).toBe(person);
});

test("anonymize() holds, whatever the vendor makes of its own cookie", async ({ openShop }) => {
  const shop = await openShop();
  await shop.visit("/");
  await untilTaken(shop, "system/ids", 1);
  await expect.poll(() => shop.cookie("__exponea_etc__"), PATIENCE).toBeDefined();
  const person = await shop.cookie("__exponea_etc__");
  await shop.call("anonymize");
  await untilTaken(shop, "system/ids", 2);
  const nobody = shop.vendor.commands("system/ids")[1]?.data.cookie;
  expect(nobody).not.toBe(person);
  await expect.poll(() => shop.cookie("xnpe_PROJ"), PATIENCE).toBe(nobody);
  await shop.visit("/next");
  await untilTaken(shop, "system/ids", 3);
  expect(await shop.cookie("__exponea_etc__")).toBe(nobody);
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
  await expect.poll(() => shop.cookie("__exponea_etc__"), PATIENCE).toBeDefined();
  shop.vendor.bulkAnswers = 503;
  await shop.call("track", "last");
  await expect.poll(() => shop.answers("/br/bulk"), PATIENCE).toEqual([200, 503]);
  await expect.poll(() => shop.held(), PATIENCE).toBe(1);
  shop.vendor.bulkAnswers = "as it is";
  await shop.visit("/plain");
  const last = () => shop.vendor.commands("crm/events").filter(({ data }) => data.type === "last");
  await expect.poll(last, PATIENCE).toMatchObject([{ isBeacon: true }]);
});
