import { segmentModule, segmentSnippet } from "../../../cli/snippet/segment.ts";
import { segment as segmentVendor } from "../../../core/index.ts";
import { type SegmentVendor, startSegmentVendor } from "../../support/segment-vendor.ts";
import { specEventsOf } from "../../support/vendor-events.ts";
import { bundled } from "./bundle.ts";
import { proxyAlone } from "./proxy-alone.ts";
import type { Placing, Sdk } from "./sdk.ts";

declare const callsOnTheirWay: number;
declare const analytics: {
  identify(userId: string, traits?: object): void;
  track(event: string, properties?: object): void;
  group(groupId: string): void;
  reset(): void;
};

export const SETTINGS = "/sg/v1/projects/WK/settings";

/** Where it says that it could not start, whatever it was told of hosts. */
export const REPORTS = "api.segment.io";

/** Segment's, as its snippet brings it: it knows nothing of a cookie service, and keeps a log-out to itself. */
export const segment: Sdk<SegmentVendor> = {
  id: "segment",
  name: "Segment",
  path: "/sg",
  cookies: {
    anonymous: { browser: "ajs_anonymous_id", twin: "ajs_anonymous_id_srvr" },
    user: { browser: "ajs_user_id", twin: "ajs_user_id_srvr" },
  },
  startVendor: startSegmentVendor,
  vendor: (url, without) => {
    const vendor = segmentVendor({ hosts: { cdn: url, api: url } });
    return without.includes("cookie service") ? proxyAlone(vendor) : vendor;
  },
  pages: async (placing) => ({ head: `<script>${segmentSnippet(placed(placing))}\n${placing.script}</script>` }),
  clears: false,
  logOut: "analytics.reset()",
  identityCalls: "[/]sg[/]v1[/]",
  awaited: SETTINGS,
  cookieDays: 365,
  preflighted: ["/sg/v1/p"],
  eventPath: (type) => `/sg/v1/${type.charAt(0)}`,
  dropped: 200,
  batching:
    'analytics._loadOptions.integrations["Segment.io"].deliveryStrategy = { strategy: "batching", config: { timeout: 1000 } };',
  eventsAt: specEventsOf,
  cookiesUp: [],
  identify: (tab) => tab.evaluate(() => void analytics.identify("user-42", { plan: "pro" })),
  track: (tab) => tab.evaluate(() => void analytics.track("Order Placed", { total: 5 })),
  group: (tab) => tab.evaluate(() => void analytics.group("team-7")),
  reset: (tab) => tab.evaluate(() => void analytics.reset()),
  stopTimers: async () => {},
  isIdle: (tab, callsLeft) => tab.evaluate((left) => callsOnTheirWay === left, callsLeft),
};

/** The same SDK in a site's own bundle. */
export const segmentFromNpm: Sdk<SegmentVendor> = {
  ...segment,
  name: "Segment, from npm",
  // It could only be told where the snippet is written.
  batching: null,
  async pages(placing) {
    const { main, files } = await bundled(`${segmentModule(placed(placing))}\nwindow.analytics = analytics;`);
    const unmarked = placing.without.includes("reset marker") ? `<script>${IGNORE_MARKER}</script>` : "";
    return { head: `${unmarked}<script type="module" src="${main}"></script>`, files };
  },
};

/** In a page before all else. */
const IGNORE_MARKER = `var cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
Object.defineProperty(document, "cookie", {
  get: function () { return cookie.get.call(document); },
  set: function (text) { if (!/^fp_reset_/.test(text)) cookie.set.call(document, text); },
});`;

function placed({ host, cookieDomain, without }: Placing) {
  return {
    writeKey: "WK",
    host,
    cookieDomain,
    without: without.flatMap((part) => (part === "cookie service" ? "restore" : part)),
  } as const;
}
