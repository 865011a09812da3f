import { sdkFolder } from "../../../cli/dev/sdk-folder.ts";
import { startStandInVendor } from "../../../cli/dev/stand-in-vendor.ts";
import { hightouchSnippet } from "../../../cli/snippet/hightouch.ts";
import { hightouch as hightouchVendor } from "../../../core/index.ts";
import { specEventsOf } from "../../support/vendor-events.ts";
import type { Sdk } from "./sdk.ts";

declare const callsOnTheirWay: number;
declare const htevents: {
  identify(userId: string, traits?: object): void;
  track(event: string, properties?: object): void;
  group(groupId: string): void;
  reset(): void;
  user(): { options: { httpCookieService: { queue: unknown[]; stopQueueConsumer(): void } } };
};

/** Hightouch's, as its snippet brings it: it calls renew and clear itself, by a queue with a timer of a second. */
export const hightouch: Sdk = {
  id: "hightouch",
  name: "Hightouch",
  path: "/ht",
  cookies: {
    anonymous: { browser: "htjs_anonymous_id", twin: "htjs_anonymous_id_srvr" },
    user: { browser: "htjs_user_id", twin: "htjs_user_id_srvr" },
  },
  startVendor: () => startStandInVendor(sdkFolder()),
  vendor: (url) => hightouchVendor({ hosts: { cdn: url, events: url } }),
  pages: async ({ host, cookieDomain, without, script }) => ({
    head: `<script>${hightouchSnippet({ writeKey: "WK", host, cookieDomain, without })}\n${script}</script>`,
  }),
  clears: true,
  logOut: "htevents.reset()",
  identityCalls: "[/]ht[/](renew|clear)$",
  awaited: "/ht/renew",
  cookieDays: 365,
  preflighted: ["/ht/renew", "/ht/v1/page"],
  eventPath: (type) => `/ht/v1/${type}`,
  dropped: 200,
  batching: "htevents._loadOptions.batching = true;",
  eventsAt: specEventsOf,
  cookiesUp: [],
  identify: (tab) => tab.evaluate(() => void htevents.identify("user-42", { plan: "pro" })),
  track: (tab) => tab.evaluate(() => void htevents.track("Order Placed", { total: 5 })),
  group: (tab) => tab.evaluate(() => void htevents.group("team-7")),
  reset: (tab) => tab.evaluate(() => void htevents.reset()),
  // It has a second for its clear in its life; on a busy machine a navigation can take longer, so it is stopped by its own means.
  stopTimers: (tab) => tab.evaluate(() => htevents.user().options.httpCookieService.stopQueueConsumer()),
  isIdle: (tab, callsLeft) =>
    tab.evaluate(
      (left) => htevents.user().options.httpCookieService.queue.length === 0 && callsOnTheirWay === left,
      callsLeft,
    ),
};
