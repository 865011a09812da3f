import { expect } from "vitest";
import { PATIENCE } from "../../support/vendor-events.ts";
import { expectNewPerson, expectSamePerson, knownVisitor, logOutAndLeave } from "../visitor.ts";
import type { OpenShop, Shop, ShopOptions } from "../shop.ts";
import type { Journey } from "./journey.ts";

/**
 * The site's own log-out, beside the SDK's: a beacon to the service's clear call, as the vendors' pages show it, and on to a page without any
 * script.
 */
const handler = (beacon: string) => `;
document.addEventListener("click", function (event) {
  ${beacon}
  event.target.href = "/plain";
});`;

/** The visitor logs out as the very last thing that he does; days later script's cookies are gone, the mark of the log-out among them. */
async function logOutAndLoseAll(openShop: OpenShop, options: ShopOptions, beacon: (shop: Shop) => string | null) {
  const shop = await openShop({ ...options, script: handler("window.tell && tell();") });
  const { anonymousId } = await knownVisitor(shop);
  const told = beacon(shop);
  // Which vendor it is, and where, the shop says once it is open.
  if (told !== null)
    await shop.tab.evaluate((url) => void Object.assign(window, { tell: () => navigator.sendBeacon(url) }), told);
  await logOutAndLeave(shop, "Log out");
  // Bloomreach's SDK may have told of the next person since.
  const twin = async () => (await shop.identityCookie("anonymous", "twin"))?.value;
  if (told !== null) await expect.poll(twin, { ...PATIENCE, message: "the old person's twin" }).not.toBe(anonymousId);
  await shop.loseScriptStorage();
  await shop.visit("/");
  return { shop, anonymousId };
}

/** Holds for every SDK, whether it tells of a log-out itself or not. */
export const lastActs: readonly Journey[] = [
  {
    name: "a log-out as the very last act stays one where a beacon tells of it",
    async run(openShop) {
      const { shop, anonymousId } = await logOutAndLoseAll(openShop, {}, ({ sdk }) => `${sdk.path}/clear`);
      await expectNewPerson(shop, "page", anonymousId);
    },
  },
  {
    name: "a log-out as the very last act stays one where a beacon tells a neighbour of it",
    async run(openShop) {
      const at = ({ domain, sdk }: Shop) => `https://t.${domain}${sdk.path}/clear`;
      const { shop, anonymousId } = await logOutAndLoseAll(openShop, { service: "t" }, at);
      await expectNewPerson(shop, "page", anonymousId);
    },
  },
];

/** For SDKs whose reset leaves nobody in the browser: Bloomreach's makes somebody new, and tells of him as the page goes. */
export const untoldLastActs: readonly Journey[] = [
  {
    name: "control: a log-out as the very last act is undone where nothing tells of it",
    async run(openShop) {
      const { shop, anonymousId } = await logOutAndLoseAll(openShop, {}, () => null);
      await expectSamePerson(shop, "page", anonymousId);
    },
  },
];
