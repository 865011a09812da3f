import { expect } from "vitest";
import type { Shop } from "./shop.ts";

declare const htevents: {
  identify(userId: string, traits?: object): void;
  track(event: string, properties?: object): void;
  reset(): void;
  user(): { options: { httpCookieService: { queue: unknown[] } } };
};

export const identify = (shop: Shop) => shop.page.evaluate(() => void htevents.identify("user-42", { plan: "pro" }));
export const track = (shop: Shop) => shop.page.evaluate(() => void htevents.track("Order Placed", { total: 5 }));
export const reset = (shop: Shop) => shop.page.evaluate(() => void htevents.reset());

/** A visitor whom the SDK, the vendor and the twins know: the start of most stories. */
export async function knownVisitor(shop: Shop): Promise<{ anonymousId: string }> {
  await shop.visit("/");
  const { anonymousId } = await shop.nextEvent("page");
  await identify(shop);
  await shop.nextEvent("identify");
  await shop.untilTwin("htjs_user_id_srvr", "user-42");
  await shop.untilTwin("htjs_anonymous_id_srvr", anonymousId);
  await untilSdkIdle(shop);
  return { anonymousId };
}

/**
 * Waits until the SDK has sent its queue of renews and has every answer. What a story does next then has the better part of a second
 * before the SDK sends anything more, and a clear is not taken along by a round that is still going on.
 */
export async function untilSdkIdle(shop: Shop) {
  const isIdle = async () =>
    (await shop.page.evaluate(() => htevents.user().options.httpCookieService.queue.length)) === 0 &&
    shop.asked("/ht/renew").every(({ status }) => status === 200);
  await expect.poll(isIdle, { timeout: 10_000, interval: 20 }).toBe(true);
}

/** Holds at any moment of any story. */
export async function expectOrder(shop: Shop) {
  const names = (await shop.cookies()).map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  for (const { cookie } of shop.asked()) {
    const sent = cookie.split("; ").map((pair) => pair.split("=", 1)[0]);
    expect(sent).toEqual([...new Set(sent)]);
  }
  for (const host of hostsAsked(shop)) expect(host).toMatch(/^(?:www|account)\.shop\d+\.example$/);
  for (const { headers } of shop.received) expect(headers.cookie).toBeUndefined();
}

export function hostsAsked(shop: Shop) {
  return [...new Set(shop.asked().map(({ host }) => host))].filter((host) => !BROWSERS_OWN.test(host));
}

/** What Chromium asks Google for by itself; no SDK here has to do with these hosts. */
const BROWSERS_OWN = /^[a-z0-9.]+\.(?:google|googleapis|gvt1)\.com$/;
