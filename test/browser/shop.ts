import type { RequestListener } from "node:http";
import type { Cookie, Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { toNode } from "../../adapters/node.ts";
import { type HightouchSnippet, hightouchSnippet } from "../../cli/snippet/hightouch.ts";
import { sdkFolder } from "../../cli/dev/sdk-folder.ts";
import { type ReceivedRequest, startStandInVendor } from "../../cli/dev/stand-in-vendor.ts";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { type BrowserRequest, type Lab, startLab } from "../support/browser-lab.ts";

/** The part of an event's body that the stories look at. */
export interface SentEvent {
  readonly type: string;
  readonly event?: string;
  readonly messageId: string;
  readonly anonymousId: string;
  readonly userId: string | null;
  readonly writeKey: string;
}

/** A shop's site at a name of its own, one visitor's browser on it, and the vendor behind it. */
export interface Shop {
  /** `shop1.example`; its site is at `https://www.shop1.example`, and the same one at `account`. */
  readonly domain: string;
  readonly page: Page;
  /** Goes to a page of the shop. `/plain` is one without any script. */
  visit(path: string): Promise<void>;
  /** Waits for the next event of a type to reach the vendor, each in turn. */
  nextEvent(type: string): Promise<SentEvent>;
  /** What has reached the vendor. */
  readonly received: readonly ReceivedRequest[];
  /** What the browser has asked for since the shop opened, of any host. */
  asked(path?: string): readonly BrowserRequest[];
  /** The browser's cookies for the page it is on, HttpOnly too. */
  cookies(): Promise<readonly Cookie[]>;
  cookie(name: string): Promise<Cookie | undefined>;
  /** Waits until a twin has this value; undefined: until there is none. */
  untilTwin(name: "htjs_anonymous_id_srvr" | "htjs_user_id_srvr", value: string | undefined): Promise<void>;
  /** What ITP and the visitor do: cookies that script can reach, and local storage, are gone; HttpOnly cookies stay. */
  loseScriptStorage(): Promise<void>;
  /** Holds the next renew as it comes in, until it is let go. */
  holdRenew(): { readonly arrived: Promise<void>; letGo(): void };
}

/** How long a condition may take; it takes a second at most (the SDK's timer) on a machine that has nothing else to do. */
const PATIENCE = { timeout: 10_000, interval: 20 };

let shopCount = 0;

type Options = Pick<HightouchSnippet, "cookieDomain" | "without">;

async function openShop(lab: Lab, options: Options = {}): Promise<Shop & { close(): Promise<void> }> {
  const domain = `shop${++shopCount}.example`;
  const snippet = hightouchSnippet({ writeKey: "WK", cookieDomain: domain, ...options });
  const vendor = await startStandInVendor(sdkFolder());
  const firstParty = toNode(
    createFirstParty({
      vendors: [hightouch({ hosts: { cdn: vendor.url, events: vendor.url } })],
      cookieDomains: [domain],
    }),
  );
  let hold: { arrive(): void; readonly over: Promise<void> } | undefined;
  const site: RequestListener = async (incoming, outgoing) => {
    const path = incoming.url ?? "";
    if (path.startsWith("/ht/")) {
      if (path === "/ht/renew" && hold) {
        const { arrive, over } = hold;
        hold = undefined;
        arrive();
        await over;
      }
      await firstParty(incoming, outgoing);
    } else {
      outgoing.writeHead(200, {
        "content-type": "text/html",
        "set-cookie": "shop_session=SECRET; Path=/; Secure; HttpOnly; SameSite=Lax",
      });
      outgoing.end(path === "/plain" ? "<!doctype html><title>Plain</title>" : shopPage(domain, snippet));
    }
  };
  for (const name of ["www", "account"]) lab.serve(`${name}.${domain}`, site);
  const firstRequest = lab.log.length;
  const context = await lab.browser.newContext();
  const page = await context.newPage();
  const taken = new Map<string, number>();

  /** Chromium itself sends a POST again when a kept connection has closed: one event has one messageId. */
  function events(type: string): SentEvent[] {
    const sent = vendor.received
      .filter(({ method }) => method === "POST")
      .map(({ body }): SentEvent => JSON.parse(body));
    return [...new Map(sent.map((event) => [event.messageId, event])).values()].filter((event) => event.type === type);
  }

  const shop: Shop = {
    domain,
    page,
    visit: async (path) => void (await page.goto(`https://www.${domain}${path}`)),
    async nextEvent(type) {
      const index = taken.get(type) ?? 0;
      taken.set(type, index + 1);
      await expect
        .poll(() => events(type)[index], { ...PATIENCE, message: `${type} event ${index + 1}` })
        .toBeDefined();
      return events(type)[index] as SentEvent;
    },
    received: vendor.received,
    asked: (path) => lab.log.slice(firstRequest).filter((request) => path === undefined || request.path === path),
    cookies: () => context.cookies(page.url()),
    cookie: async (name) => (await shop.cookies()).find((cookie) => cookie.name === name),
    untilTwin: (name, value) =>
      expect.poll(async () => (await shop.cookie(name))?.value, { ...PATIENCE, message: name }).toBe(value),
    async loseScriptStorage() {
      // On a page without the SDK, which would write its memory back.
      await shop.visit("/plain");
      for (const cookie of await context.cookies()) {
        if (!cookie.httpOnly) await context.clearCookies({ name: cookie.name });
      }
      await page.evaluate(() => localStorage.clear());
    },
    holdRenew() {
      let letGo = () => {};
      const over = new Promise<void>((resolve) => (letGo = resolve));
      const arrived = new Promise<void>((arrive) => (hold = { arrive, over }));
      return { arrived, letGo };
    },
  };
  return Object.assign(shop, {
    async close() {
      await context.close();
      await vendor.stop();
    },
  });
}

function shopPage(domain: string, snippet: string): string {
  return `<!doctype html>
<title>Shop</title>
<link rel="icon" href="data:,">
<script>${snippet}</script>
<a href="/goodbye" onclick="htevents.reset()">Log out</a>
<a href="https://account.${domain}/" onclick="htevents.reset()">Log out of all</a>`;
}

/** The tests of a file share a browser; each shop in it has a name, a visitor and a vendor of its own. */
export const test = base
  .extend("lab", { scope: "file" }, async ({}, { onCleanup }) => {
    const lab = await startLab();
    if (typeof lab === "string") console.warn(`\nSKIPPED, the browser tests of this file: ${lab}\n`);
    else onCleanup(() => lab.close());
    return lab;
  })
  .extend("openShop", async ({ lab, skip }, { onCleanup }) => {
    if (typeof lab === "string") return skip(lab);
    const shops: (Shop & { close(): Promise<void> })[] = [];
    onCleanup(async () => {
      for (const shop of shops) await shop.close();
    });
    return async (options?: Options): Promise<Shop> => {
      const shop = await openShop(lab, options);
      shops.push(shop);
      return shop;
    };
  });
