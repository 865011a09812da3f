import { expect } from "vitest";
import { knownVisitor, logOutAndLeave, track } from "../sdk.ts";
import type { Journey } from "./journey.ts";
import { daysLeft } from "./identity.ts";

/** The service on another sub-domain than the pages: everything is cross-origin, and same-site. */
export const neighbour: readonly Journey[] = [
  {
    name: "works from a neighbouring sub-domain, with preflights",
    async run(openShop) {
      const shop = await openShop({ service: "t" });
      const { anonymousId } = await knownVisitor(shop);
      await track(shop);
      expect(await shop.nextEvent("track")).toMatchObject({ anonymousId, userId: "user-42" });
      const service = `t.${shop.domain}`;
      const asked = shop.asked().filter(({ path }) => path.startsWith("/ht/"));
      expect([...new Set(asked.map(({ host }) => host))]).toEqual([service]);
      const preflights = asked.filter(({ method }) => method === "OPTIONS").map(({ path, status }) => [path, status]);
      for (const path of ["/ht/renew", "/ht/v1/page"]) expect(preflights).toContainEqual([path, 204]);
      const twin = await shop.cookie("htjs_anonymous_id_srvr");
      expect(twin).toMatchObject({ value: anonymousId, domain: `.${shop.domain}`, httpOnly: true });
      expect(daysLeft(twin?.expires, Date.now())).toBeCloseTo(400, 1);
    },
  },
  {
    name: "keeps the person from there when script storage is lost, and forgets the person after a log-out",
    async run(openShop) {
      const shop = await openShop({ service: "t" });
      const { anonymousId } = await knownVisitor(shop);
      await shop.loseScriptStorage();
      await shop.visit("/");
      expect(await shop.nextEvent("page")).toMatchObject({ anonymousId, userId: "user-42" });
      await logOutAndLeave(shop, "Log out");
      const next = await shop.nextEvent("page");
      expect(next.anonymousId).not.toBe(anonymousId);
      expect(next.userId).toBeNull();
      await shop.untilTwin("htjs_anonymous_id_srvr", next.anonymousId);
    },
  },
];
