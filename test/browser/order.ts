import { expect } from "vitest";
import { isBrowsersOwn } from "../support/internet.ts";
import type { Shop } from "./shop.ts";

/** Holds at the end of every story, but for controls: the suite asks. */
export async function expectOrder(shop: Shop, elsewhere: readonly string[]): Promise<void> {
  if (!shop.isClosed) {
    const names = (await shop.cookies()).map(({ name }) => name);
    expect(names, "two cookies of one name").toEqual([...new Set(names)]);
  }
  for (const { cookie } of shop.asked()) {
    const sent = namesIn(cookie);
    expect(sent, "two cookies of one name").toEqual([...new Set(sent)]);
  }
  expect(unexplainedHosts(shop, elsewhere), "hosts that the page has asked past its site").toEqual([]);
  const asSent = new Set(shop.asked().map((request) => request.body().toString()));
  for (const { method, path, headers, body } of shop.received) {
    expect(shop.sdk.cookiesUp, `cookies to the vendor's ${path}`).toEqual(
      expect.arrayContaining(namesIn(headers.cookie)),
    );
    expect(`${path} ${JSON.stringify(headers)} ${body}`).not.toContain("SECRET");
    if (method === "POST" && !shop.changesEvents) expect(asSent, "bytes that the browser has sent").toContain(body);
  }
}

/** Every host past the site that the page has asked, a request each, but for those that the story is about and the vendor's data explains. */
export function unexplainedHosts(shop: Shop, elsewhere: readonly string[]): readonly string[] {
  const explained = new Set(shop.data.elsewhere?.map(({ host }) => host));
  return strangers(shop).filter((host) => !(elsewhere.includes(host) && explained.has(host)));
}

/** The same with those. */
export function strangers(shop: Shop): readonly string[] {
  return shop
    .asked()
    .map(({ host }) => host)
    .filter((host) => !isBrowsersOwn(host) && !/^(?:(?:www|account|t)\.shop\d+|adverts)\.(?:example|test)$/.test(host));
}

function namesIn(cookie = ""): string[] {
  return cookie === "" ? [] : cookie.split("; ").map((pair) => pair.split("=", 1)[0] ?? "");
}
