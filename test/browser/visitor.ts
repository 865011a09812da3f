import { expect } from "vitest";
import { PATIENCE } from "../support/vendor-events.ts";
import type { Shop } from "./shop.ts";

/** What a visitor does on a page, whichever SDK is in it. */
type Where = Pick<Shop, "tab" | "sdk">;

export const identify = ({ sdk, tab }: Where) => sdk.identify(tab);
export const track = ({ sdk, tab }: Where) => sdk.track(tab);
export const group = ({ sdk, tab }: Where) => sdk.group(tab);
export const reset = ({ sdk, tab }: Where) => sdk.reset(tab);

/** A visitor whom the SDK, the vendor and the twins know: the start of most stories. */
export async function knownVisitor(shop: Shop): Promise<{ anonymousId: string }> {
  const { anonymousId } = await firstVisit(shop);
  await shop.untilTwin("user", "user-42");
  await shop.untilTwin("anonymous", anonymousId);
  await untilSdkIdle(shop);
  return { anonymousId };
}

/** The same, whether or not there are twins. */
export async function firstVisit(shop: Shop): Promise<{ anonymousId: string }> {
  await shop.visit("/");
  const { anonymousId } = await shop.nextEvent("page");
  await identify(shop);
  await shop.nextEvent("identify");
  return { anonymousId };
}

/**
 * Waits until the SDK has sent all that it has queued for the cookie service, and the page has every answer but for so many. What a
 * story does next then has the better part of a second before Hightouch's SDK sends anything more, and a clear is not taken along by a
 * round that is still going on. The page is asked: an answer that has left the server can still be overtaken on its way into the browser.
 */
export async function untilSdkIdle({ sdk, tab }: Where, callsLeft = 0) {
  const isIdle = () => sdk.isIdle(tab, callsLeft);
  await expect.poll(isIdle, { ...PATIENCE, message: `the SDK has ${callsLeft} calls on their way` }).toBe(true);
}

/** Waits until a reset has done all that it does without a further event: the call of an SDK that makes one. */
export async function untilForgotten(shop: Shop): Promise<void> {
  if (!shop.sdk.clears) return;
  await shop.untilTwin("anonymous", undefined);
  await shop.untilTwin("user", undefined);
}

/** Follows a link that logs out, and leaves before the SDK has told the service, if it is one that would. */
export async function logOutAndLeave({ sdk, tab }: Where, link: "Log out" | "Log out of all") {
  await sdk.stopTimers(tab);
  await tab.click(link);
}

/** The next event of a type is somebody else's than the one before was. */
export async function expectNewPerson(shop: Shop, type: string, before: string): Promise<{ anonymousId: string }> {
  const next = await shop.nextEvent(type);
  expect(next.anonymousId).not.toBe(before);
  expect(next.userId).toBeNull();
  return next;
}

/** The next event of a type is that person's, who has logged in. */
export async function expectSamePerson(shop: Shop, type: string, anonymousId: string): Promise<void> {
  // Where the SDK keeps no cookie for it, who has logged in is the vendor's to know by the other one.
  const user = shop.sdk.cookies.user === null ? {} : { userId: "user-42" };
  expect(await shop.nextEvent(type)).toMatchObject({ anonymousId, ...user });
}
