import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { expect } from "vitest";
import { toNode } from "../../adapters/node.ts";
import { sdkFolder } from "../../cli/dev/sdk-folder.ts";
import { type ReceivedRequest, startStandInVendor } from "../../cli/dev/stand-in-vendor.ts";
import { type HightouchSnippet, hightouchSnippet } from "../../cli/snippet/hightouch.ts";
import { type Config, createFirstParty, hightouch } from "../../core/index.ts";
import type { BrowserRequest, Internet } from "../support/internet.ts";
import { eventsAt, PATIENCE, type SentEvent } from "../support/vendor-events.ts";
import type { Engine, Profile, StoredCookie, Tab } from "./engines/engine.ts";

/** A shop's site at a name of its own, one visitor's browser on it, and the vendor behind it. */
export interface Shop<P extends Profile = Profile> {
  /** `shop1.example`; its site is at `https://www.shop1.example`, and the same one at `account` and `t`. */
  readonly domain: string;
  readonly engine: Engine<P>;
  readonly profile: P;
  /** The visitor's first tab. */
  tab: Tab;
  /** Goes to a page of the shop. `/plain` is one without any script. */
  visit(path: string, tab?: Tab): Promise<void>;
  /** Waits for the next event of a type to reach the vendor, each in turn. */
  nextEvent(type: string): Promise<SentEvent>;
  /** Every event that has reached the vendor, each once. */
  events(): readonly SentEvent[];
  /** What has reached the vendor. */
  readonly received: readonly ReceivedRequest[];
  /** What the browser has asked for since the shop opened, of any host. */
  asked(path?: string): readonly BrowserRequest[];
  cookies(): Promise<readonly StoredCookie[]>;
  cookie(name: string): Promise<StoredCookie | undefined>;
  /** Waits until a twin has this value; undefined: until there is none. */
  untilTwin(name: "htjs_anonymous_id_srvr" | "htjs_user_id_srvr", value: string | undefined): Promise<void>;
  /** What tracking prevention and the visitor do: cookies that script can reach, and local storage, are gone; HttpOnly cookies stay. */
  loseScriptStorage(): Promise<void>;
  /** Holds the next request for a path as it comes in, until it is let go. */
  hold(path: string): Held;
  /** Answers renew in place of the service, until told otherwise. */
  renewAnswers: number | "as it is";
  readonly isClosed: boolean;
  /** The visitor closes the browser, and the vendor is stopped. */
  close(): Promise<void>;
}

export interface Held {
  readonly arrived: Promise<void>;
  letGo(): void;
}

export interface ShopOptions extends Pick<HightouchSnippet, "cookieDomain" | "without"> {
  /** More script after the snippet. */
  readonly script?: string;
  readonly consent?: Config["consent"];
  /** The sub-domain that the service is on. Default: the pages' own host. */
  readonly service?: string;
}

/** Runs firstparty for one shop. Default: on Node, in the test's own process. Resolves with the reason where it cannot run here. */
export type ServeShop = (config: Config) => Promise<ShopService | string>;

export interface ShopService {
  readonly listener: RequestListener;
  stop(): Promise<void>;
}

export const serveHere: ServeShop = async (config) => ({
  listener: toNode(createFirstParty(config)),
  stop: async () => {},
});

export type OpenShop<P extends Profile = Profile> = (options?: ShopOptions) => Promise<Shop<P>>;

/** Another site, that links to shops. */
export const ADVERTISER = "adverts.example";

let shopCount = 0;

export async function openShop<P extends Profile>(
  internet: Internet,
  engine: Engine<P>,
  serve: ServeShop,
  { script = "", service, consent, ...options }: ShopOptions = {},
): Promise<Shop<P> | string> {
  const domain = `shop${++shopCount}.example`;
  const host = service && `${service}.${domain}`;
  const snippet = hightouchSnippet({ writeKey: "WK", cookieDomain: domain, host, ...options });
  const vendor = await startStandInVendor(sdkFolder());
  const firstParty = await serve({
    vendors: [hightouch({ hosts: { cdn: vendor.url, events: vendor.url } })],
    cookieDomains: [domain],
    consent,
  });
  if (typeof firstParty === "string") {
    await vendor.stop();
    return firstParty;
  }
  const events = eventsAt(vendor);
  const holds = new Map<string, { arrive(): void; readonly over: Promise<void> }>();
  const site: RequestListener = async (incoming, outgoing) => {
    const path = incoming.url ?? "";
    if (!path.startsWith("/ht/") || (host !== undefined && incoming.headers.host !== host)) {
      sendPage(
        outgoing,
        path === "/plain" ? "<!doctype html><title>Plain</title>" : shopPage(domain, snippet + script),
      );
      return;
    }
    const hold = holds.get(path);
    if (hold) {
      holds.delete(path);
      hold.arrive();
      await hold.over;
    }
    if (path === "/ht/renew" && shop.renewAnswers !== "as it is") outgoing.writeHead(shop.renewAnswers).end();
    else firstParty.listener(incoming, outgoing);
  };
  for (const name of ["www", "account", "t"]) internet.serve(`${name}.${domain}`, site);
  internet.serve(ADVERTISER, sendAdvert);
  const firstRequest = internet.log.length;
  const profile = await engine.openProfile();
  let isClosed = false;

  const shop: Shop<P> = {
    domain,
    engine,
    profile,
    tab: await profile.openTab(),
    renewAnswers: "as it is",
    visit: (path, tab = shop.tab) => tab.goto(`https://www.${domain}${path}`),
    events: events.all,
    nextEvent: events.next,
    received: vendor.received,
    asked: (path) =>
      internet.log
        .slice(firstRequest)
        // A page of the story before may have had a last word.
        .filter((request) => request.host.endsWith(domain) || !/\bshop\d+\.example$/.test(request.host))
        .filter((request) => path === undefined || request.path === path),
    cookies: () => shop.tab.cookies(),
    cookie: async (name) => (await shop.cookies()).find((cookie) => cookie.name === name),
    untilTwin: (name, value) =>
      expect.poll(async () => (await shop.cookie(name))?.value, { ...PATIENCE, message: name }).toBe(value),
    async loseScriptStorage() {
      // On a page without the SDK, which would write its memory back.
      await shop.visit("/plain");
      await shop.tab.evaluate(dropScriptStorage, domain);
    },
    hold(path) {
      let letGo = () => {};
      const over = new Promise<void>((resolve) => (letGo = resolve));
      const arrived = new Promise<void>((arrive, fail) => {
        const timer = setTimeout(() => fail(new Error(`nobody has asked for ${path}`)), PATIENCE.timeout);
        holds.set(path, { arrive: () => (clearTimeout(timer), arrive()), over });
      });
      // Who does not wait for it learns of it by other means.
      arrived.catch(() => {});
      return { arrived, letGo };
    },
    get isClosed() {
      return isClosed;
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await profile.close();
      await firstParty.stop();
      await vendor.stop();
    },
  };
  return shop;
}

function sendPage(outgoing: ServerResponse, page: string): void {
  outgoing.writeHead(200, {
    "content-type": "text/html",
    "set-cookie": "shop_session=SECRET; Path=/; Secure; HttpOnly; SameSite=Lax",
  });
  outgoing.end(page);
}

/** The link is the one that the page's address names. */
function sendAdvert({ url = "" }: IncomingMessage, outgoing: ServerResponse): void {
  const to = new URL(url, `https://${ADVERTISER}`).searchParams.get("to") ?? "/";
  outgoing.writeHead(200, { "content-type": "text/html" });
  outgoing.end(
    `<!doctype html><title>Adverts</title><link rel="icon" href="data:,"><a referrerpolicy="unsafe-url" href="${encodeURI(to)}">To the shop</a>`,
  );
}

/** Lets the stories see which answers of the cookie service the page has not had yet. */
const COUNT_CALLS = `window.callsOnTheirWay = 0;
(function (fetch) {
  window.fetch = function (url) {
    var call = fetch.apply(this, arguments);
    if (!/[/]ht[/](renew|clear)$/.test(url)) return call;
    callsOnTheirWay++;
    return call.finally(function () { callsOnTheirWay--; });
  };
})(fetch);`;

function shopPage(domain: string, script: string): string {
  return `<!doctype html>
<title>Shop</title>
<link rel="icon" href="data:,">
<script>${COUNT_CALLS}</script>
<script>${script}</script>
<a href="/basket">Basket</a>
<a href="/goodbye" onclick="htevents.reset()">Log out</a>
<a href="https://account.${domain}/" onclick="htevents.reset()">Log out of all</a>`;
}

/** In the page. */
export function dropScriptStorage(domain: string): void {
  for (const pair of document.cookie.split("; ")) {
    const [name] = pair.split("=", 1);
    document.cookie = `${name}=; Path=/; Max-Age=0`;
    document.cookie = `${name}=; Path=/; Max-Age=0; Domain=${domain}`;
  }
  localStorage.clear();
}
