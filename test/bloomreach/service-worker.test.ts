import { expect } from "vitest";
import { PATIENCE } from "../support/vendor-events.ts";
import { type Shop, test } from "./shop.ts";

const OWN = { "/own-worker.js": 'self.own = true;\nimportScripts("/br/js/service-worker.min.js");\n' };

/** Registers a service worker for the whole site, and waits until it is active; its scope. */
async function register({ page }: Shop, address: string): Promise<string> {
  return page.evaluate(registerInPage, address);
}

async function registerInPage(address: string): Promise<string> {
  const messages: unknown[] = [];
  Object.assign(window, { heard: messages });
  navigator.serviceWorker.addEventListener("message", ({ data }) => messages.push(data));
  navigator.serviceWorker.startMessages();
  const registration = await navigator.serviceWorker.register(address, { scope: "/" });
  await navigator.serviceWorker.ready;
  return registration.scope;
}

/** Pushes as a push service would, and returns what the page has heard of it once it has. */
async function push(shop: Shop, data: string): Promise<readonly unknown[]> {
  const devtools = await shop.context.newCDPSession(shop.page);
  const found = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${shop.origin}/`);
      if (ours) resolve(ours.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  await devtools.send("ServiceWorker.deliverPushMessage", {
    origin: shop.origin,
    registrationId: await found,
    data,
  });
  await expect.poll(() => heard(shop), PATIENCE).not.toEqual([]);
  return heard(shop);
}

function heard({ page }: Shop): Promise<readonly unknown[]> {
  return page.evaluate(() => (window as unknown as { heard: readonly unknown[] }).heard);
}

for (const [whose, address] of [
  ["the service's", "/br/service-worker.js"],
  ["the site's own, with one line more,", "/own-worker.js"],
] as const) {
  test(`${whose} service worker is for the whole site, and gets what is pushed`, async ({ openShop }) => {
    const shop = await openShop({ files: OWN });
    await shop.visit("/plain");
    expect(await register(shop, address)).toBe(`${shop.origin}/`);
    expect(await push(shop, "Sale")).toEqual([{ pushed: "Sale", scope: `${shop.origin}/` }]);
    // By the browser from the site alone; the vendor's script by way of the service.
    expect(shop.answers("/br/js/service-worker.min.js")).toEqual([200]);
    expect(shop.vendor.received.map(({ path }) => path)).toEqual(["/js/service-worker.min.js"]);
  });
}

test("switched off, browsers that have the service worker take an empty one, and keep their subscription", async ({
  openShop,
}) => {
  const shop = await openShop();
  await shop.visit("/plain");
  await register(shop, "/br/service-worker.js");
  shop.switchOff();
  const isReplaced = await shop.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const before = registration.active;
    await registration.update();
    const next = registration.installing ?? registration.waiting ?? registration.active;
    return next !== before;
  });
  expect(isReplaced).toBe(true);
  expect(shop.answers("/br/service-worker.js")).toEqual([200, 200]);
});
