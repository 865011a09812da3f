import { expect } from "vitest";
import { PATIENCE, type SentEvent } from "../support/vendor-events.ts";
import type { Site } from "./site.ts";

declare const htevents: {
  identify(userId: string): void;
  track(event: string): void;
  reset(): void;
  user(): Awaitable<{ readonly options: { readonly httpCookieService: { readonly queue: readonly unknown[] } } }>;
};

/** The npm package's methods resolve; those of the SDK in a script element answer. */
type Awaitable<T> = T | Promise<T>;

export interface Visit {
  /** Address of a page, without a path. */
  readonly at: string;
  /** Where the twins have to lie: `.shop.example`, or the host alone. */
  readonly domain: string;
  /** The page to which the visitor goes on after the log-out. Default: the same again. */
  readonly next?: string;
}

/**
 * A visit that uses all that a snippet wires up: it loads with a chunk, is identified, tracks, logs out and is at once on another
 * page. Resolves with that page's event.
 */
export async function visit(site: Site, { at, domain, next = at }: Visit): Promise<SentEvent> {
  await site.page.goto(`${at}/?ajs_event=Landed`);
  const page = await site.nextEvent("page");
  expect(page).toMatchObject({ writeKey: "WK", userId: null });
  // A lazy chunk of the SDK reads the query.
  expect(await site.nextEvent("track")).toMatchObject({ event: "Landed", anonymousId: page.anonymousId });
  await site.page.evaluate(() => void htevents.identify("user-42"));
  expect(await site.nextEvent("identify")).toMatchObject({ userId: "user-42", anonymousId: page.anonymousId });
  await site.page.evaluate(() => void htevents.track("Order Placed"));
  expect(await site.nextEvent("track")).toMatchObject({ event: "Order Placed", userId: "user-42" });

  const twin = async (name: string) => (await site.cookie(`${name}_srvr`, domain))?.value;
  await expect.poll(() => twin("htjs_user_id"), PATIENCE).toBe("user-42");
  await expect.poll(() => twin("htjs_anonymous_id"), PATIENCE).toBe(page.anonymousId);
  expect((await site.cookie("htjs_anonymous_id_srvr", domain))?.httpOnly).toBe(true);

  await untilSdkIdle(site);
  // The navigation would cut it off nearly always; the timer must not decide what this shows.
  await site.page.route(/\/(?:clear|forget)$/, (route) => route.abort());
  return logOutAndLeave(
    site,
    { at, domain, next },
    { ...HIGHTOUCH, before: page.anonymousId, reset: "htevents.reset()" },
  );
}

/** What a vendor's identity is known by. */
export interface Known {
  readonly id: string;
  /** That of the browser first. */
  readonly twins: readonly string[];
}

export const HIGHTOUCH: Known = { id: "hightouch", twins: ["htjs_anonymous_id_srvr", "htjs_user_id_srvr"] };

/** The visitor resets and is on another page before anything can be sent. */
export async function logOutAndLeave(
  site: Site,
  { at, domain, next = at }: Visit,
  { reset, ...known }: Known & { readonly before: string; readonly reset: string },
): Promise<SentEvent> {
  await Promise.all([site.page.waitForURL(`${at}/plain`), site.page.evaluate(`${reset}; location.href = "/plain";`)]);
  await site.page.unrouteAll();
  expect(await site.cookie(`fp_reset_${known.id}`, domain), "the marker lies beside the twins").toBeDefined();
  return expectNobodyComesBack(site, { ...known, next });
}

/** On the next page there is a new person, and of the one before nothing is left. Resolves with the page's event. */
export async function expectNobodyComesBack(
  site: Site,
  { next, before, id, twins }: Known & { readonly next: string; readonly before: string },
): Promise<SentEvent> {
  await site.page.goto(`${next}/`);
  const page = await site.nextEvent("page");
  expect(page.anonymousId).not.toBe(before);
  expect(page.userId).toBeNull();
  const left = async () => (await site.cookies()).filter(({ name }) => twins.includes(name));
  await expect
    .poll(async () => (await left()).map(({ name, value }) => [name, value]), PATIENCE)
    .toEqual([[twins[0], page.anonymousId]]);
  const names = (await site.cookies()).map(({ name }) => name);
  expect(names, "the marker is spent").not.toContain(`fp_reset_${id}`);
  return page;
}

/** Waits until the SDK has sent its queue of renews and has every answer. */
export async function untilSdkIdle(site: Site): Promise<void> {
  const queued = () => site.page.evaluate(async () => (await htevents.user()).options.httpCookieService.queue.length);
  const isIdle = async () => (await queued()) === 0 && site.asked().every(({ status }) => status !== undefined);
  await expect.poll(isIdle, PATIENCE).toBe(true);
}

/** What tracking prevention does: cookies that script has written, and local storage, are gone. `xnpe_` is the vendor's server's. */
export async function loseScriptStorage(site: Site, at: string): Promise<void> {
  await site.page.goto(`${at}/plain`);
  await site.page.evaluate(() => localStorage.clear());
  for (const { name, domain, httpOnly } of await site.cookies())
    if (!httpOnly && !name.startsWith("xnpe_")) await site.page.context().clearCookies({ name, domain });
}

export const hostsAsked = (site: Site) => [...new Set(site.asked().map(({ host }) => host))].toSorted();
