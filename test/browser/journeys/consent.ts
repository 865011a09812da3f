import { expect } from "vitest";
import { PATIENCE } from "../../support/vendor-events.ts";
import { group, identify, knownVisitor, reset, track, untilSdkIdle } from "../sdk.ts";
import type { Shop } from "../shop.ts";
import type { Journey } from "./journey.ts";
import { loadWithSlowRenew } from "./resets.ts";

export const consent: readonly Journey[] = [
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
      await track(shop);
      await expect.poll(() => statuses(shop, "/ht/v1/track"), PATIENCE).toEqual([200]);
      // A page that loads the snippet by mistake: the SDK gets its files, and nothing else.
      await shop.visit("/");
      await expect.poll(() => statuses(shop, "/ht/v1/page").length, PATIENCE).toBe(2);
      await identify(shop);
      await expect.poll(() => statuses(shop, "/ht/v1/identify"), PATIENCE).toEqual([200, 200]);
      await untilSdkIdle(shop);
      expect(await twins(shop)).toEqual([]);
      // A page that does not.
      await reset(shop);
      await untilSdkIdle(shop);
      await shop.visit("/plain");
      expect(await identityCookies(shop)).toEqual([]);
      expect(shop.events()).toHaveLength(before);

      await call(shop, "grant");
      expect(await shop.cookie("fp_withdrawn")).toBeUndefined();
      await shop.visit("/");
      const next = await shop.nextEvent("page");
      expect(next.anonymousId).not.toBe(anonymousId);
      expect(next.userId).toBeNull();
      await shop.untilTwin("htjs_anonymous_id_srvr", next.anonymousId);
      expect(await shop.cookie("htjs_user_id_srvr")).toBeUndefined();
    },
  },
  {
    name: "does not bring the person back who has withdrawn when a slow renew is answered after the new consent",
    async run(openShop) {
      // Whose page does not even mark the SDK's reset.
      const shop = await openShop({ without: ["reset marker"] });
      const { anonymousId } = await knownVisitor(shop);
      const slow = await loadWithSlowRenew(shop);
      await withdraw(shop);
      await untilSdkIdle(shop, 1);
      await call(shop, "grant");
      slow.letGo();
      // The late answer does write the old person's twins: the memory of the withdrawal stands between him and the next page.
      await shop.untilTwin("htjs_anonymous_id_srvr", anonymousId);
      await shop.visit("/");
      const next = await shop.nextEvent("page");
      expect(next.anonymousId).not.toBe(anonymousId);
      expect(next.userId).toBeNull();
      await shop.untilTwin("htjs_anonymous_id_srvr", next.anonymousId);
      expect(await shop.cookie("htjs_user_id_srvr")).toBeUndefined();
    },
  },
  {
    name: "is nobody in particular at the vendor where events are stripped until consent is given",
    async run(openShop) {
      const shop = await openShop({
        consent: { from: [{ cookie: "cc", granted: "yes" }], unknown: { relay: "strip" } },
      });
      await shop.visit("/");
      await identify(shop);
      await track(shop);
      await group(shop);
      await expect.poll(() => statuses(shop, "/ht/v1/group"), PATIENCE).toEqual([200]);
      await expect.poll(() => shop.events().length, PATIENCE).toBe(2);
      const own = (await shop.cookie("htjs_anonymous_id"))?.value ?? "none";
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
      expect(await twins(shop)).toEqual([]);
    },
  },
];

/** As docs/consent.md has it for a page: the service is told, and the SDK forgets what it has in memory and in local storage. */
async function withdraw(shop: Shop): Promise<void> {
  await call(shop, "withdraw");
  await reset(shop);
}

async function call(shop: Shop, kind: "withdraw" | "grant"): Promise<void> {
  const path = `/ht/consent/${kind}`;
  const asked = statuses(shop, path).length;
  await shop.tab.evaluate((url) => void fetch(url, { method: "POST" }), path);
  await expect.poll(() => statuses(shop, path).slice(asked), PATIENCE).toEqual([200]);
  await expect
    .poll(async () => (await shop.cookie("fp_withdrawn"))?.value, PATIENCE)
    .toBe(kind === "withdraw" ? "1" : undefined);
}

function statuses(shop: Shop, path: string) {
  return shop.asked(path).map(({ status }) => status);
}

async function identityCookies(shop: Shop) {
  return (await shop.cookies()).map(({ name }) => name).filter((name) => name.startsWith("htjs_"));
}

async function twins(shop: Shop) {
  return (await identityCookies(shop)).filter((name) => name.endsWith("_srvr"));
}
