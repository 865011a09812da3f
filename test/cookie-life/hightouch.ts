import { createFirstParty, hightouch } from "../../core/index.ts";
import { createJar, type Jar } from "./jar.ts";

/** A place where a site is served, and the Domain that the SDK picks for its cookies there (the topmost that sticks). */
export const PLACES = [
  { host: "www.shop.example", sdkDomain: "shop.example" },
  { host: "shop-git-main.vercel.app", sdkDomain: "shop-git-main.vercel.app" },
  { host: "localhost:8787", sdkDomain: undefined },
] as const;

type Call = "renew" | "clear";
type ConsentCall = "consent/withdraw" | "consent/grant";
/** What the consent tool's cookie says; undefined: there is none. */
export type Said = "yes" | "no" | undefined;

interface Tab {
  /** Calls that the SDK has queued; a navigation loses them. */
  queue: Call[];
  /** Those that were sent, with their answers still on their way: the SDK's timer does not wait for a slow one. */
  inFlight: (readonly string[])[];
}

/** One browser with the Hightouch SDK, as far as it concerns cookies; its calls go to the real handler. */
export interface Visitor {
  readonly jar: Jar;
  readonly tabs: readonly [Tab, Tab];
  /** Who is in front of the browser: a log-out, or another user's log-in, makes it another one. */
  person: number;
  /** A document is loaded: the SDK renews and waits, then reads its cookies. */
  load(tab: Tab): Promise<void>;
  track(tab: Tab): void;
  identify(tab: Tab, user: number): void;
  reset(tab: Tab): void;
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

const ANONYMOUS = "htjs_anonymous_id";
const USER = "htjs_user_id";

const handler = createFirstParty({
  vendors: [hightouch()],
  cookieDomains: ["shop.example"],
  consent: { from: [{ cookie: "cc", granted: "yes", denied: "no" }] },
});

export function createVisitor(place: (typeof PLACES)[number]): Visitor {
  const jar = createJar();
  const tab = (): Tab => ({ queue: [], inFlight: [] });
  let minted = 0;

  async function call(name: Call | ConsentCall): Promise<readonly string[]> {
    const response = await handler(
      new Request(`http://${place.host}/ht/${name}`, {
        method: "POST",
        headers: { cookie: jar.header(), "sec-fetch-site": "same-origin" },
      }),
    );
    if (response.status !== 200) throw new Error(`${name} answered ${response.status}`);
    return response.headers.getSetCookie();
  }

  const receive = (setCookies: readonly string[]) => {
    for (const setCookie of setCookies) jar.receive(setCookie);
  };
  /** Ids say whose they are, so that one out of place can be told. */
  const mint = (kind: string) => `${kind}-${visitor.person}-${++minted}`;
  const write = (tabOf: Tab, name: string, value: string) => {
    jar.write(name, value, place.sdkDomain);
    tabOf.queue.push("renew");
  };

  const visitor: Visitor = {
    jar,
    tabs: [tab(), tab()],
    person: 1,
    async load(tabOf) {
      tabOf.queue = [];
      tabOf.inFlight = [];
      receive(await call("renew"));
      // It has read its cookies by now, twice over, and asks again for each.
      tabOf.queue.push("renew", "renew");
      visitor.track(tabOf);
    },
    track(tabOf) {
      if (jar.read(ANONYMOUS) === undefined) write(tabOf, ANONYMOUS, mint("a"));
    },
    identify(tabOf, user) {
      const value = jar.read(USER);
      const isAnother = value !== undefined && !value.endsWith(`-${user}`);
      if (isAnother) {
        // The SDK takes another user for another person: a new anonymous id, after a clear.
        visitor.person++;
        jar.remove(ANONYMOUS, place.sdkDomain);
        tabOf.queue.push("clear");
      }
      visitor.track(tabOf);
      write(tabOf, USER, `u-${visitor.person}-${user}`);
    },
    reset(tabOf) {
      visitor.person++;
      jar.remove(ANONYMOUS, place.sdkDomain);
      jar.remove(USER, place.sdkDomain);
      jar.write("fp_reset_hightouch", "1", undefined);
      tabOf.queue.push("clear");
    },
    // Not by script: what is lost with script's storage is the identity alone, or every loss would be a question of consent.
    say: (said) => jar.receive(`cc=${said ?? ""}; HttpOnly${said === undefined ? "; Max-Age=0" : ""}`),
    async withdraw() {
      visitor.person++;
      receive(await call("consent/withdraw"));
    },
    async grant() {
      receive(await call("consent/grant"));
    },
    isGranted: () => /(?:^|; )cc=yes/.test(jar.header()) && !jar.header().includes("fp_withdrawn="),
    twins: () => [ANONYMOUS, USER].map((name) => `${name}_srvr`).filter((name) => jar.header().includes(`${name}=`)),
    async tick(tabOf) {
      const next = tabOf.queue.shift();
      if (next !== undefined) tabOf.inFlight.push(await call(next));
    },
    deliver(tabOf, which = "first") {
      receive((which === "first" ? tabOf.inFlight.shift() : tabOf.inFlight.pop()) ?? []);
    },
    ids: () => ({ anonymous: jar.read(ANONYMOUS), user: jar.read(USER) }),
  };
  visitor.say("yes");
  return visitor;
}

/** The person that an id was made for. */
export function personOf(id: string | undefined): number | undefined {
  return id === undefined ? undefined : Number(id.split("-")[1]);
}

/** Everything that a tab has sent is answered. */
export function deliverAll(visitor: Visitor, tab: Visitor["tabs"][number]): void {
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
