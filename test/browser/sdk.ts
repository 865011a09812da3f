import { expect } from "vitest";
import { isBrowsersOwn } from "../support/internet.ts";
import { PATIENCE } from "../support/vendor-events.ts";
import type { Shop } from "./shop.ts";

declare const callsOnTheirWay: number;
declare const htevents: {
  identify(userId: string, traits?: object): void;
  track(event: string, properties?: object): void;
  group(groupId: string): void;
  alias(to: string, from: string): void;
  reset(): void;
  user(): { options: { httpCookieService: { queue: unknown[]; stopQueueConsumer(): void } } };
};

export const identify = ({ tab }: Pick<Shop, "tab">) =>
  tab.evaluate(() => void htevents.identify("user-42", { plan: "pro" }));
export const track = ({ tab }: Pick<Shop, "tab">) =>
  tab.evaluate(() => void htevents.track("Order Placed", { total: 5 }));
export const group = ({ tab }: Pick<Shop, "tab">) => tab.evaluate(() => void htevents.group("team-7"));
export const alias = ({ tab }: Pick<Shop, "tab">) => tab.evaluate(() => void htevents.alias("user-43", "user-42"));
export const reset = ({ tab }: Pick<Shop, "tab">) => tab.evaluate(() => void htevents.reset());

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
 * Waits until the SDK has sent all that it has queued for the cookie service, and the page has every answer but for so many. What a
 * story does next then has the better part of a second before the SDK sends anything more, and a clear is not taken along by a round
 * that is still going on. The page is asked: an answer that has left the server can still be overtaken on its way into the browser.
 */
export async function untilSdkIdle({ tab }: Pick<Shop, "tab">, callsLeft = 0) {
  const isIdle = () =>
    tab.evaluate(
      (left) => htevents.user().options.httpCookieService.queue.length === 0 && callsOnTheirWay === left,
      callsLeft,
    );
  await expect.poll(isIdle, { ...PATIENCE, message: `the SDK has ${callsLeft} calls on their way` }).toBe(true);
}

/**
 * Follows a link that logs out, and leaves before the SDK has told the service. It has a second for that in its life; on a busy machine a
 * navigation can take longer, so the SDK is stopped by its own means.
 */
export async function logOutAndLeave({ tab }: Pick<Shop, "tab">, link: "Log out" | "Log out of all") {
  await tab.evaluate(() => htevents.user().options.httpCookieService.stopQueueConsumer());
  await tab.click(link);
}

/** Holds at the end of every story, but for controls: the suite asks. */
export async function expectOrder(shop: Shop) {
  if (shop.isClosed) return;
  const names = (await shop.cookies()).map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  for (const { cookie } of shop.asked()) {
    const sent = cookie.split("; ").map((pair) => pair.split("=", 1)[0]);
    expect(sent).toEqual([...new Set(sent)]);
  }
  for (const host of hostsAsked(shop)) expect(host).toMatch(/^(?:(?:www|account|t)\.shop\d+|adverts)\.example$/);
  for (const { headers } of shop.received) expect(headers.cookie).toBeUndefined();
}

export function hostsAsked(shop: Shop) {
  return [...new Set(shop.asked().map(({ host }) => host))].filter((host) => !isBrowsersOwn(host));
}
