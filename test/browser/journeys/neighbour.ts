import { expect } from "vitest";
import { expectNewPerson, expectSamePerson, knownVisitor, logOutAndLeave, track } from "../visitor.ts";
import { daysLeft } from "./identity.ts";
import type { Journey } from "./journey.ts";

/** The service on another sub-domain than the pages: everything is cross-origin, and same-site. */
export const neighbour: readonly Journey[] = [
  {
    name: "works from a neighbouring sub-domain, with preflights",
    async run(openShop) {
      const shop = await openShop({ service: "t" });
      const { path, preflighted } = shop.sdk;
      const { anonymousId } = await knownVisitor(shop);
      await track(shop);
      await expectSamePerson(shop, "track", anonymousId);
      const asked = shop.asked().filter((request) => request.path.startsWith(`${path}/`));
      expect([...new Set(asked.map(({ host }) => host))]).toEqual([`t.${shop.domain}`]);
      const preflights = asked.filter(({ method }) => method === "OPTIONS");
      for (const each of preflighted)
        expect(preflights.map((request) => [request.path, request.status])).toContainEqual([each, 204]);
      const twin = await shop.identityCookie("anonymous", "twin");
      expect(twin).toMatchObject({ value: anonymousId, domain: `.${shop.domain}` });
      // A vendor that sets it itself may ask for more.
      expect(daysLeft(twin?.expires, Date.now())).toBeGreaterThan(399.9);
    },
  },
  {
    name: "keeps the person from there when script storage is lost, and forgets the person after a log-out",
    async run(openShop) {
      const shop = await openShop({ service: "t" });
      const { anonymousId } = await knownVisitor(shop);
      await shop.loseScriptStorage();
      await shop.visit("/");
      await expectSamePerson(shop, "page", anonymousId);
      await logOutAndLeave(shop, "Log out");
      const next = await expectNewPerson(shop, "page", anonymousId);
      await shop.untilTwin("anonymous", next.anonymousId);
    },
  },
];
