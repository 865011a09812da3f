// https://segment.com/docs/connections/spec/common/ and the SDKs of Segment and Hightouch, checked on 2026-11-22
import type { EventShape } from "../types.ts";

/**
 * What the SDKs of browsers, servers and phones write by the Segment spec, which Hightouch shares. A track, page or screen event still says something without its person; identify,
 * group and alias have nothing else to say, and would be a new nobody each time.
 */
export const SPEC_EVENT: EventShape = {
  batch: "batch",
  personal: [
    "userId",
    "previousId",
    "groupId",
    "traits",
    ...["traits", "ip", "amp", "location", "address", "externalIds", "groupId", "instanceId", "sessionId"].map(context),
    ...["id", "advertisingId", "token", "name"].map((field) => context(`device.${field}`)),
    // Ids of a click on an advertisement.
    ...["id", "btid", "urid"].map((field) => context(`referrer.${field}`)),
  ],
  unlinked: { field: "anonymousId", from: "messageId" },
  aboutPerson: { field: "type", values: ["identify", "group", "alias"] },
};

function context(field: string): string {
  return `context.${field}`;
}
