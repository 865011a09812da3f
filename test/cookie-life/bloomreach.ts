import { bloomreach } from "../../core/index.ts";
import { openBrowser, type Place, shopWith, type Tab, type Visitor } from "./visitor.ts";

const PERSON = "__exponea_etc__";
const TWIN = "xnpe_TOKEN";

/** What an instance makes of the cookie that only it should know. */
export type Instance =
  /** It sets it with every answer that names who is there, as with a tracking domain of its own, and takes its word over what a request says. */
  | "that sets its cookie"
  /** It neither sets nor reads it. */
  | "without a tracking domain";

/**
 * A browser with Bloomreach's SDK behind our `restore.js`: it sends who it takes the visitor for, takes over who the answer says, and
 * `anonymize()` makes somebody new at once (3.15.0, seen).
 */
export function createBloomreachVisitor(place: Place, instance: Instance): Visitor {
  const setsCookie = instance === "that sets its cookie";
  /** Who the vendor says was there, in its last answer. */
  let named: string | undefined;
  const vendor = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { commands } = (await request.json()) as { commands?: { data: { cookie?: string } }[] };
    const answer = new Response('{"success":true}', { headers: { "content-type": "application/json" } });
    if (commands === undefined) return answer;
    const [, twin] = new RegExp(`${TWIN}=([^;]*)`).exec((setsCookie && request.headers.get("cookie")) || "") ?? [];
    named = twin ?? commands[0]?.data.cookie ?? browser.mint("a", visitor.person);
    if (setsCookie) answer.headers.append("set-cookie", `${TWIN}=${named}; Domain=vendor.example; Path=/; Secure`);
    return answer;
  };
  const crossSubdomain = place.sdkDomain ?? false;
  const handler = shopWith(bloomreach({ projectTokens: ["TOKEN"], crossSubdomain }));
  const browser = openBrowser(place, handler, {
    vendor: Object.assign(vendor, { encoding: "decoded" as const }),
    serverCookies: [TWIN],
  });
  const { jar, receive } = browser;
  let toldOf = 1;
  /** While consent is not known nothing changes but by a log-out. */
  const tell = () => {
    if (/(?:^|; )(?:cc=(?:yes|no)|fp_withdrawn=|fp_reset_bloomreach=)/.test(jar.header())) toldOf = visitor.person;
  };
  /** Who the SDK takes over with an answer, unless somebody else has come since it was asked for. */
  const taken = new WeakMap<readonly string[], () => void>();

  /** Says who is there; resolves with the answer, which is still on its way. */
  async function sayWho(): Promise<readonly string[]> {
    const asker = visitor.person;
    named = undefined;
    tell();
    const cookie = jar.read(PERSON);
    const answer = await browser.ask("POST", "/br/bulk", {
      body: { commands: [{ name: "system/ids", data: { project_id: "TOKEN", cookie } }] },
    });
    const id = named;
    taken.set(answer, () => {
      if (id !== undefined && visitor.person === asker) jar.write(PERSON, id, place.sdkDomain);
    });
    return answer;
  }
  function arrive(answer: readonly string[] = []) {
    receive(answer);
    taken.get(answer)?.();
  }
  async function send(tabOf: Tab, path: "bulk" | "managed-tags/show") {
    tell();
    const ofWhom = { company_id: "TOKEN", customer_ids: { cookie: jar.read(PERSON) } };
    const body = path === "bulk" ? { commands: [{ name: "crm/events", data: ofWhom }] } : ofWhom;
    tabOf.inFlight.push(await browser.ask("POST", `/br/${path}`, { body }));
  }

  const visitor: Visitor = {
    ...browser,
    person: 1,
    viewsToLast: 1,
    async load(tabOf) {
      tabOf.queue = [];
      tell();
      receive(await browser.ask("GET", "/br/restore.js"));
      const answer = await sayWho();
      return {
        answer,
        async goOn() {
          arrive(answer);
          await send(tabOf, "managed-tags/show");
        },
      };
    },
    track: (tabOf) => send(tabOf, "bulk"),
    // Its ids are in the SDK's memory alone, and make nobody else of the visitor.
    identify: (tabOf) => send(tabOf, "bulk"),
    reset(tabOf) {
      visitor.person++;
      jar.write(PERSON, browser.mint("a", visitor.person), place.sdkDomain);
      jar.write("fp_reset_bloomreach", "1", undefined);
      tabOf.queue.push("who");
    },
    isTold: () => toldOf === visitor.person,
    beacon: (tabOf) => send(tabOf, "bulk"),
    async withdraw() {
      visitor.person++;
      receive(await browser.ask("POST", "/br/consent/withdraw"));
    },
    async grant() {
      receive(await browser.ask("POST", "/br/consent/grant"));
    },
    twins: () => (jar.header().includes(`${TWIN}=`) ? [TWIN] : []),
    async tick(tabOf) {
      if (tabOf.queue.shift() !== undefined) tabOf.inFlight.push(await sayWho());
    },
    deliver({ inFlight }, which = "first") {
      arrive(which === "first" ? inFlight.shift() : inFlight.pop());
    },
    ids: () => ({ anonymous: jar.read(PERSON), user: undefined }),
  };
  return visitor;
}
