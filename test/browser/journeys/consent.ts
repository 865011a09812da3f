import { expect } from "vitest";
import { PATIENCE } from "../../support/vendor-events.ts";
import type { Shop } from "../shop.ts";
import { expectNewPerson, group, identify, knownVisitor, reset, track, untilSdkIdle } from "../visitor.ts";
import type { Journey } from "./journey.ts";

/** Holds for every SDK: whoever has withdrawn is nobody, until he agrees again. */
export const withdrawal: readonly Journey[] = [
  {
    name: "leaves nobody when consent is withdrawn, and starts a new person when it is given again",
    async run(openShop) {
      const shop = await openShop();
      const { anonymousId } = await knownVisitor(shop);
      await withdraw(shop);
      await untilSdkIdle(shop);
      expect(await identityCookies(shop)).toEqual([]);
      expect(await shop.cookie("fp_withdrawn")).toMatchObject({ value: "1", httpOnly: true, secure: true });
      // The open page's SDK knows nothing of it: what it still sends is taken, and goes nowhere.
      const before = shop.events().length;
      await expectDropped(shop, "track", track);
      // A page that loads the snippet by mistake: the SDK gets its files, and nothing else.
      await expectDropped(shop, "page", () => shop.visit("/"));
      await expectDropped(shop, "identify", identify);
      await untilSdkIdle(shop);
      expect(await identityCookies(shop, "twin")).toEqual([]);
      // A page that does not.
      await reset(shop);
      await untilSdkIdle(shop);
      await shop.visit("/plain");
      expect(await identityCookies(shop)).toEqual([]);
      expect(shop.events()).toHaveLength(before);

      await tellConsent(shop, "grant");
      expect(await shop.cookie("fp_withdrawn")).toBeUndefined();
      await shop.visit("/");
      const next = await expectNewPerson(shop, "page", anonymousId);
      await shop.untilTwin("anonymous", next.anonymousId);
      expect(await shop.identityCookie("user", "twin")).toBeUndefined();
    },
  },
];

/** For SDKs whose events say in a field of their own who they are about. */
export const consent: readonly Journey[] = [
  ...withdrawal,
  {
    name: "is nobody in particular at the vendor where events are stripped until consent is given",
    async run(openShop) {
      const shop = await openShop({
        config: { consent: { from: [{ cookie: "cc", granted: "yes" }], unknown: { relay: "strip" } } },
      });
      await shop.visit("/");
      await shop.nextEvent("page");
      await identify(shop);
      await track(shop);
      await group(shop);
      await expect.poll(() => statuses(shop, shop.sdk.eventPath("group")), PATIENCE).toEqual([200]);
      await expect.poll(() => shop.events().length, PATIENCE).toBe(2);
      const own = (await shop.identityCookie("anonymous", "browser"))?.value ?? "none";
      for (const sent of shop.received.filter(({ method }) => method === "POST")) {
        const text = sent.body;
        for (const personal of [own, "user-42", "pro", "team-7"]) expect(text).not.toContain(JSON.stringify(personal));
        expect(sent.headers["x-forwarded-for"]).toBeUndefined();
      }
      for (const { messageId, anonymousId, userId } of shop.events()) {
        expect(anonymousId).toBe(messageId);
        expect(userId).toBeUndefined();
      }
      // Sent at once, they arrive in any order.
      expect(
        shop
          .events()
          .map(({ type }) => type)
          .toSorted(),
      ).toEqual(["page", "track"]);
      expect(await identityCookies(shop, "twin")).toEqual([]);
    },
  },
];

/** As docs/consent.md has it for a page: the service is told, and the SDK forgets what it has in memory and in local storage. */
export async function withdraw(shop: Shop): Promise<void> {
  await tellConsent(shop, "withdraw");
  await reset(shop);
}

export async function tellConsent(shop: Shop, kind: "withdraw" | "grant"): Promise<void> {
  const path = `${shop.sdk.path}/consent/${kind}`;
  const asked = statuses(shop, path).length;
  await shop.tab.evaluate((url) => void fetch(url, { method: "POST" }), path);
  await expect.poll(() => statuses(shop, path).slice(asked), PATIENCE).toEqual([200]);
  await expect
    .poll(async () => (await shop.cookie("fp_withdrawn"))?.value, PATIENCE)
    .toBe(kind === "withdraw" ? "1" : undefined);
}

/** Does what sends an event, and waits until that is taken. */
async function expectDropped(
  shop: Shop,
  type: Parameters<Shop["sdk"]["eventPath"]>[0],
  act: (shop: Shop) => Promise<void>,
): Promise<void> {
  const path = shop.sdk.eventPath(type);
  const asked = statuses(shop, path).length;
  await act(shop);
  await expect.poll(() => statuses(shop, path).slice(asked), PATIENCE).toEqual([200]);
}

function statuses(shop: Shop, path: string) {
  return shop.asked(path).map(({ status }) => status);
}

/** Names of all cookies, or of the twins alone, that tell something of a person here. */
async function identityCookies(shop: Shop, side?: "twin"): Promise<string[]> {
  const { identity = [], scriptCookies = [] } = shop.data;
  const known = new Set(identity.flat().flatMap(({ browser, server }) => (side ? [server] : [browser, server])));
  if (side === undefined) for (const name of scriptCookies) known.add(name);
  return (await shop.cookies()).map(({ name }) => name).filter((name) => known.has(name));
}
