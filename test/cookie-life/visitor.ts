import { createFirstParty, type Transport, type Vendor } from "../../core/index.ts";
import { createJar, type Jar } from "./jar.ts";

/** A place where a site is served, and the Domain that the SDK picks for its cookies there (the topmost that sticks). */
export const PLACES = [
  { host: "www.shop.example", sdkDomain: "shop.example" },
  { host: "shop-git-main.vercel.app", sdkDomain: "shop-git-main.vercel.app" },
  { host: "localhost:8787", sdkDomain: undefined },
] as const;
export type Place = (typeof PLACES)[number];

/** What the consent tool's cookie says; undefined: there is none. */
export type Said = "yes" | "no" | undefined;

export interface Tab {
  /** Calls that the SDK has queued; a navigation loses them. */
  queue: string[];
  /** Those that were sent, with their answers still on their way. */
  inFlight: (readonly string[])[];
}

/** One browser with an SDK, as far as it concerns cookies; what it sends goes to the real handler. */
export interface Visitor {
  readonly jar: Jar;
  readonly tabs: readonly [Tab, Tab];
  /** Who is in front of the browser: a log-out, or another user's log-in, makes it another one. */
  person: number;
  /** How many page views it takes until a person has twins. */
  readonly viewsToLast: number;
  /** A document is loaded. What its SDK waits for is on its way until `goOn`; then it reads its cookies. */
  load(tab: Tab): Promise<{ readonly answer: readonly string[]; goOn(): Promise<void> }>;
  track(tab: Tab): Promise<void>;
  identify(tab: Tab, user: number): Promise<void>;
  reset(tab: Tab): void;
  /** Whether the service has been told who is there: a log-out, or another user's log-in, is known to script alone until it is. */
  isTold(): boolean;
  /** Something is sent that the SDK has no part in: a beacon, or what was queued before a log-out. */
  beacon(tab: Tab): Promise<void>;
  /** The visitor answers the consent tool, which the next request says. */
  say(said: Said): void;
  /** The page tells the service, and waits. Who takes consent back is to be nobody: another person from then on. */
  withdraw(): Promise<void>;
  grant(): Promise<void>;
  /** Whether the service may keep this visitor. */
  isGranted(): boolean;
  /** Names of the twins that are stored. */
  twins(): readonly string[];
  /** The SDK's timer: sends the next queued call. */
  tick(tab: Tab): Promise<void>;
  /** The answer arrives to the call that was sent first, or to the last one before that. */
  deliver(tab: Tab, which?: "first" | "last"): void;
  ids(): { readonly anonymous: string | undefined; readonly user: string | undefined };
}

/** What all visitors have in common, whatever their SDK does. */
export interface Browser extends Pick<Visitor, "jar" | "tabs" | "say" | "isGranted" | "deliver"> {
  readonly place: Place;
  /** Sends a request of the site's own page, and resolves with the Set-Cookie values of its answer. */
  ask(method: "GET" | "POST", path: string, options?: AskOptions): Promise<readonly string[]>;
  receive(setCookies: readonly string[]): void;
  /** An id that says whose it is, so that one out of place can be told. */
  mint(kind: string, person: number): string;
}

interface AskOptions {
  /** Default: the page's own. */
  readonly host?: string;
  readonly fetchSite?: "same-origin" | "same-site";
  /** Default true. */
  readonly hasCookies?: boolean;
  /** Of a POST, as JSON. */
  readonly body?: object;
}

interface BrowserOptions {
  /** Default: one that takes whatever it is sent. */
  readonly vendor?: Transport;
  /** Cookies of the vendor's own. Default: none. */
  readonly serverCookies?: readonly string[];
}

/** A handler for one vendor, as a visitor meets it. */
export function shopWith(vendor: Vendor) {
  return createFirstParty({
    vendors: [vendor],
    cookieDomains: ["shop.example"],
    consent: { from: [{ cookie: "cc", granted: "yes", denied: "no" }] },
  });
}

const fetch = Object.assign(
  async () => new Response('{"success":true}', { headers: { "content-type": "application/json" } }),
  { encoding: "decoded" as const },
);

export function openBrowser(
  place: Place,
  handler: ReturnType<typeof shopWith>,
  { vendor = fetch, serverCookies }: BrowserOptions = {},
): Browser {
  const jar = createJar(serverCookies);
  const tab = (): Tab => ({ queue: [], inFlight: [] });
  let minted = 0;
  const browser: Browser = {
    jar,
    tabs: [tab(), tab()],
    place,
    async ask(method, path, { host = place.host, fetchSite = "same-origin", hasCookies = true, body = {} } = {}) {
      const response = await handler(
        new Request(`http://${host}${path}`, {
          method,
          headers: { ...(hasCookies ? { cookie: jar.header() } : {}), "sec-fetch-site": fetchSite },
          body: method === "POST" ? JSON.stringify(body) : null,
        }),
        { fetch: vendor },
      );
      // What consent drops is 400 to some SDKs.
      if (response.status !== 200 && !(await response.text()).includes('"dropped":true'))
        throw new Error(`${path} answered ${response.status}`);
      return response.headers.getSetCookie();
    },
    receive(setCookies) {
      for (const setCookie of setCookies) jar.receive(setCookie);
    },
    mint: (kind, person) => `${kind}-${person}-${++minted}`,
    // Not by script: what is lost with script's storage is the identity alone, or every loss would be a question of consent.
    say: (said) => jar.receive(`cc=${said ?? ""}; HttpOnly${said === undefined ? "; Max-Age=0" : ""}`),
    isGranted: () => /(?:^|; )cc=yes/.test(jar.header()) && !jar.header().includes("fp_withdrawn="),
    deliver({ inFlight }, which = "first") {
      browser.receive((which === "first" ? inFlight.shift() : inFlight.pop()) ?? []);
    },
  };
  browser.say("yes");
  return browser;
}

/** A page view, whose SDK is answered at once. */
export async function view(visitor: Visitor, tab: Tab): Promise<void> {
  const { goOn } = await visitor.load(tab);
  await goOn();
}

/** The person that an id was made for. */
export function personOf(id: string | undefined): number | undefined {
  return id === undefined ? undefined : Number(id.split("-")[1]);
}

/** Everything that a tab has sent is answered. */
export function deliverAll(visitor: Visitor, tab: Tab): void {
  while (tab.inFlight.length > 0) visitor.deliver(tab);
}

/** Seconds later: the answers on their way have arrived, and then every queue of an open tab is emptied by its timer of a second. */
export async function settle(visitor: Visitor): Promise<void> {
  for (const tab of visitor.tabs) deliverAll(visitor, tab);
  for (const tab of visitor.tabs) {
    while (tab.queue.length > 0) {
      await visitor.tick(tab);
      visitor.deliver(tab);
    }
  }
}
