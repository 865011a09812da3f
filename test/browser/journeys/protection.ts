import { expect } from "vitest";
import { ADVERTISER, type OpenShop } from "../shop.ts";
import type { Journey } from "./journey.ts";

/** That Firefox is as strict as its column says: strict trims a referrer that the linking page wants sent whole, standard does not. */
export function inForce(protection: "standard" | "strict"): Journey {
  return {
    name: "control: the referrer of a link from another site is trimmed by strict protection alone",
    async run(openShop: OpenShop) {
      const shop = await openShop();
      const from = `https://${ADVERTISER}/?to=${encodeURIComponent(`https://www.${shop.domain}/`)}`;
      await shop.tab.goto(from);
      await shop.tab.click("To the shop");
      const page = await shop.nextEvent("page");
      expect(page.properties?.referrer).toBe(protection === "strict" ? `https://${ADVERTISER}/` : from);
    },
  };
}
