import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { expect } from "vitest";
import { toNode } from "../../adapters/node.ts";
import type { ReceivedRequest, StandInVendor } from "../../cli/dev/stand-in-vendor.ts";
import { type Config, createFirstParty, type Vendor } from "../../core/index.ts";
import type { BrowserRequest, Internet } from "../support/internet.ts";
import { openToAll, relayTo } from "../support/relay.ts";
import { inTurn, PATIENCE, type SentEvent } from "../support/vendor-events.ts";
import type { Engine, Profile, StoredCookie, Tab } from "./engines/engine.ts";
import { dropScriptStorage, shopPage } from "./pages.ts";
import { type Part, type Sdk, twinNames } from "./sdks/sdk.ts";

/** A shop's site at a name of its own, one visitor's browser on it, and the vendor behind it. */
export interface Shop<P extends Profile = Profile, V extends StandInVendor = StandInVendor> {
  /** `shop1.example`; its site is at `https://www.shop1.example`, and the same one at `account` and `t`. */
  readonly domain: string;
  readonly engine: Engine<P>;
  readonly profile: P;
  readonly sdk: Sdk<V>;
  /** The vendor, to be told to answer otherwise. */
  readonly vendor: V;
  /** The same as the shop's config has it. */
  readonly data: Vendor;
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
  /** A cookie of the SDK's own or its twin; undefined also where the SDK has none of that kind. */
  identityCookie(which: Which, side: "browser" | "twin"): Promise<StoredCookie | undefined>;
  /** Waits until a twin has this value; undefined: until there is none. At once where the SDK has no cookie of that kind. */
  untilTwin(which: Which, value: string | undefined): Promise<void>;
  /** What tracking prevention and the visitor do: cookies that script has written, and local storage, are gone; those of a server stay. */
  loseScriptStorage(): Promise<void>;
  /** Holds the next request for a path as it comes in, until it is let go. */
  hold(path: string): Held;
  /** Paths of the service that are answered with a status and nothing else in its place. */
  readonly broken: Map<string, number>;
  /** Whether events reach the vendor otherwise than the browser sent them, because the shop says so. */
  readonly changesEvents: boolean;
  readonly isClosed: boolean;
  /** The visitor closes the browser, and the vendor is stopped. */
  close(): Promise<void>;
}

export type Which = "anonymous" | "user";

export interface Held {
  readonly arrived: Promise<void>;
  letGo(): void;
}

export interface ShopOptions {
  /** More script after the snippet. */
  readonly script?: string;
  /** Whether the SDK is told to send several events in one request. Default: it is told nothing. */
  readonly batching?: boolean;
  /** What a control leaves out. Default: nothing. */
  readonly without?: readonly Part[];
  /** Domain of the reset marker; undefined: host-only. Default: the shop's. */
  readonly cookieDomain?: string | undefined;
  /** The sub-domain that the service is on. Default: the pages' own host. */
  readonly service?: string;
  readonly config?: Pick<Config, "consent" | "timeouts">;
  /** In place of the suite's. */
  readonly serve?: ServeShop;
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

export type OpenShop<P extends Profile = Profile, V extends StandInVendor = StandInVendor> = (
  options?: ShopOptions,
) => Promise<Shop<P, V>>;

/** Another site, that links to shops. */
export const ADVERTISER = "adverts.example";

let shopCount = 0;

export async function openShop<P extends Profile, V extends StandInVendor>(
  internet: Internet,
  engine: Engine<P>,
  sdk: Sdk<V>,
  serveAll: ServeShop,
  options: ShopOptions = {},
): Promise<Shop<P, V> | string> {
  const { script = "", batching = false, service, without = [], config = {}, serve = serveAll } = options;
  const domain = `shop${++shopCount}.${sdk.topLevel ?? "example"}`;
  const host = service && `${service}.${domain}`;
  const vendor = await sdk.startVendor();
  const data = sdk.vendor(vendor.url, without);
  const cookieDomain = "cookieDomain" in options ? options.cookieDomain : domain;
  const pages = await sdk.pages({
    vendor: data,
    host,
    cookieDomain,
    without,
    script: batching ? sdk.batching + script : script,
  });
  const firstParty = await serve({ vendors: [data], cookieDomains: [domain], ...config });
  if (typeof firstParty === "string") {
    await vendor.stop();
    return firstParty;
  }
  const events = inTurn(() => sdk.eventsAt(vendor));
  const holds = new Map<string, { arrive(): void; readonly over: Promise<void> }>();
  const site: RequestListener = async (incoming, outgoing) => {
    const path = incoming.url ?? "";
    if (!path.startsWith(`${sdk.path}/`) || (host !== undefined && incoming.headers.host !== host)) {
      const file = pages.files?.get(path);
      if (file === undefined) sendPage(outgoing, shopPage(sdk, path === "/plain" ? undefined : pages, domain));
      else outgoing.writeHead(200, { "content-type": "text/javascript" }).end(file);
      return;
    }
    const hold = holds.get(path);
    if (hold) {
      holds.delete(path);
      hold.arrive();
      await hold.over;
    }
    const status = shop.broken.get(path);
    if (status === undefined) firstParty.listener(incoming, outgoing);
    else outgoing.writeHead(status).end();
  };
  for (const name of ["www", "account", "t"]) internet.serve(`${name}.${domain}`, site);
  for (const name of sdk.vendorsHosts ?? []) internet.serve(name, openToAll(relayTo(addressOf(vendor.url))));
  internet.serve(ADVERTISER, sendAdvert);
  const firstRequest = internet.log.length;
  const profile = await engine.openProfile();
  let isClosed = false;

  const shop: Shop<P, V> = {
    domain,
    engine,
    profile,
    sdk,
    vendor,
    data,
    tab: await profile.openTab(),
    broken: new Map(),
    changesEvents: config.consent !== undefined,
    visit: (path, tab = shop.tab) => tab.goto(`https://www.${domain}${path}`),
    events: events.all,
    nextEvent: events.next,
    received: vendor.received,
    asked: (path) =>
      internet.log
        .slice(firstRequest)
        // A page of the story before may have had a last word.
        .filter((request) => request.host.endsWith(domain) || !/\bshop\d+\.\w+$/.test(request.host))
        .filter((request) => path === undefined || request.path === path),
    cookies: () => shop.tab.cookies(),
    cookie: async (name) => (await shop.cookies()).find((cookie) => cookie.name === name),
    identityCookie: async (which, side) => {
      const pair = sdk.cookies[which];
      return pair === null ? undefined : shop.cookie(pair[side]);
    },
    async untilTwin(which, value) {
      if (sdk.cookies[which] === null) return;
      const twin = async () => (await shop.identityCookie(which, "twin"))?.value;
      await expect.poll(twin, { ...PATIENCE, message: `the twin of the ${which} cookie` }).toBe(value);
    },
    async loseScriptStorage() {
      // On a page without the SDK, which would write its memory back.
      await shop.visit("/plain");
      await shop.tab.evaluate(dropScriptStorage, [domain, twinNames(sdk)] as const);
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

function addressOf(url: string) {
  const { hostname: host, port } = new URL(url);
  return { host, port };
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
