import { bloomreachSnippet } from "../../../cli/snippet/bloomreach.ts";
import { bloomreach as bloomreachVendor } from "../../../core/index.ts";
import type { BloomreachGlobal } from "../../support/bloomreach-client.ts";
import { type BloomreachCommand, type BloomreachVendor, startBloomreach } from "../../support/bloomreach-vendor.ts";
import type { SentEvent } from "../../support/vendor-events.ts";
import { proxyAlone } from "./proxy-alone.ts";
import type { Placing, Sdk } from "./sdk.ts";

declare const callsOnTheirWay: number;
declare const exponea: BloomreachGlobal;

/** As a site has it that changes no pages: asked for that, the vendor makes up an id too, and chance decides which is the later one. */
const UNCHANGED = ['new_experiments: { mode: "async" },', "new_experiments: false,"] as const;

/**
 * A client of our own in its SDK's place, which is not on npm (test/support/bloomreach-client.ts), of an instance with a Custom Tracking
 * Domain: the vendor itself sets the server cookie.
 */
export const bloomreach: Sdk<BloomreachVendor> = {
  id: "bloomreach",
  name: "Bloomreach, by a client of our own",
  path: "/br",
  // Its SDK finds the Domain of its cookie by an expression for endings of six letters and less.
  topLevel: "test",
  cookies: { anonymous: { browser: "__exponea_etc__", twin: "xnpe_PROJ" }, user: null },
  startVendor: () => startBloomreach(),
  vendor: (url, without) => {
    const vendor = bloomreachVendor({ projectTokens: ["PROJ"], hosts: { api: url } });
    return without.includes("cookie service") ? proxyAlone(vendor) : vendor;
  },
  pages: async (placing) => ({ head: head(placing).replace(...UNCHANGED) }),
  clears: false,
  logOut: "exponea.anonymize()",
  identityCalls: "[/]br[/]",
  awaited: "/br/restore.js",
  cookieDays: 1_095,
  // Its commands are JSON by the name of text, and ask no leave.
  preflighted: [],
  eventPath: () => "/br/bulk",
  dropped: 400,
  batching: null,
  eventsAt: (vendor) => vendor.commands().flatMap(eventsOf),
  cookiesUp: ["xnpe_PROJ", "__exponea_etc__", "__exponea_time2__"],
  identify: (tab) => tab.evaluate(() => exponea.identify({ registered: "user-42" }, { plan: "pro" })),
  track: (tab) => tab.evaluate(() => exponea.track("Order Placed", { total: 5 })),
  group: async () => {},
  reset: (tab) => tab.evaluate(() => exponea.anonymize()),
  stopTimers: async () => {},
  isIdle: (tab, callsLeft) =>
    tab.evaluate((left) => exponea.testClient?.held === 0 && callsOnTheirWay === left, callsLeft),
};

/** The same as the snippet is printed, which lets the vendor change the page. */
export const bloomreachWithExperiments: Sdk<BloomreachVendor> = {
  ...bloomreach,
  name: "Bloomreach, by a client of our own, with experiments",
  pages: async (placing) => ({ head: head(placing) }),
};

/** The same of an instance without such a domain: the twin is made by the service. */
export const bloomreachWithoutDomain: Sdk<BloomreachVendor> = {
  ...bloomreach,
  name: "Bloomreach, by a client of our own, of an instance without a tracking domain",
  startVendor: () => startBloomreach({ setsCookie: false }),
};

function head({ vendor, host, cookieDomain, script }: Placing): string {
  const scriptDomain = vendor.identity?.[0]?.[0]?.domain;
  const snippet = bloomreachSnippet({ token: "PROJ", host, cookieDomain, scriptDomain });
  if (!snippet.includes(UNCHANGED[0])) throw new Error("the snippet has its experiments otherwise");
  return `<script>${snippet}\n${script}</script>`;
}

const TYPES: Readonly<Record<string, string>> = { page_visit: "page", session_ping: "ping" };

/** A command as the stories know events; what the SDK asks for itself is none. */
function eventsOf({ name, data, person = "nobody" }: BloomreachCommand, index: number): SentEvent[] {
  if (!name.startsWith("crm/")) return [];
  const type = name === "crm/customers" ? "identify" : (TYPES[data.type ?? ""] ?? "track");
  const userId = (data.customer_ids ?? data.ids)?.["registered"] ?? null;
  const messageId = String(index); // it has none: what comes twice counts twice
  return [{ type, event: data.type ?? "", messageId, anonymousId: person, userId, writeKey: data.company_id ?? "" }];
}
