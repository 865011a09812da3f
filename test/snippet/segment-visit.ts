import { expect } from "vitest";
import { PATIENCE, type SentEvent } from "../support/vendor-events.ts";
import type { Site } from "./site.ts";
import { logOutAndLeave, type Visit } from "./visit.ts";

/** A visit that uses all that the snippet wires up, and ends with a log-out that leaves at once. Resolves with the next page's event. */
export async function visitSegment(site: Site, where: Visit & { readonly globalName?: string }): Promise<SentEvent> {
  const { at, domain, globalName = "analytics" } = where;
  const call = (method: string, argument: string) =>
    site.page.evaluate(`void ${globalName}.${method}(${JSON.stringify(argument)})`);
  const sent: string[] = [];
  site.page.on("request", (request) => {
    const body = request.postData();
    if (body !== null) sent.push(body);
  });

  await site.page.goto(`${at}/?ajs_event=Landed`);
  const page = await site.nextEvent("page");
  expect(page).toMatchObject({ writeKey: "WK", userId: null, context: { probe: "seen" } });
  // A lazy chunk of the SDK reads the query.
  expect(await site.nextEvent("track")).toMatchObject({ event: "Landed", anonymousId: page.anonymousId });
  await call("identify", "user-42");
  expect(await site.nextEvent("identify")).toMatchObject({ userId: "user-42", anonymousId: page.anonymousId });
  await call("track", "Order Placed");
  expect(await site.nextEvent("track")).toMatchObject({ event: "Order Placed", userId: "user-42" });
  await call("group", "team-7");
  expect(await site.nextEvent("group")).toMatchObject({ groupId: "team-7" });
  // A destination of the older kind, from its compressed file.
  expect(await site.page.evaluate(() => (globalThis as { acmeSeen?: string[] }).acmeSeen)).toContain("page");

  // What the browser has sent has come as it was, byte for byte.
  const came = () => site.received.filter(({ method }) => method === "POST").map(({ body }) => body);
  await expect.poll(() => new Set(sent), PATIENCE).toEqual(new Set(came()));
  expect(new Set(site.received.map(({ headers }) => headers.cookie))).toEqual(new Set([undefined]));

  await untilTwins(site, domain, { anonymousId: page.anonymousId, userId: "user-42" });
  return logOutAndLeave(site, where, { ...SEGMENT, before: page.anonymousId, reset: `${globalName}.reset()` });
}

export const SEGMENT = { id: "segment", twins: ["ajs_anonymous_id_srvr", "ajs_user_id_srvr"] } as const;

/** Waits until the twins are who the vendor knows. */
export async function untilTwins(
  site: Site,
  domain: string,
  { anonymousId, userId }: { readonly anonymousId: string; readonly userId?: string },
): Promise<void> {
  const twin = async (name: string) => (await site.cookie(name, domain))?.value;
  await expect.poll(() => twin("ajs_anonymous_id_srvr"), PATIENCE).toBe(anonymousId);
  await expect.poll(() => twin("ajs_user_id_srvr"), PATIENCE).toBe(userId);
  expect((await site.cookie("ajs_anonymous_id_srvr", domain))?.httpOnly).toBe(true);
}

/** A visitor whom the SDK, the vendor and the twins know. Resolves with his event. */
export async function meet(site: Site, { at, domain }: Visit): Promise<SentEvent> {
  await site.page.goto(`${at}/`);
  const event = await site.nextEvent("page");
  await site.page.evaluate('void analytics.identify("user-42")');
  await site.nextEvent("identify");
  await untilTwins(site, domain, { anonymousId: event.anonymousId, userId: "user-42" });
  return event;
}
