import type { SegmentVendor } from "../../support/segment-vendor.ts";
import type { Profile } from "../engines/engine.ts";
import { consent } from "./consent.ts";
import { batches, deliveries } from "./deliveries.ts";
import { events } from "./hightouch/events.ts";
import { slowRenews } from "./hightouch/slow-renews.ts";
import { identity } from "./identity.ts";
import type { Journey } from "./journey.ts";
import { neighbour } from "./neighbour.ts";
import { resets } from "./resets.ts";
import { brokenSettings, otherSettings } from "./segment/broken-settings.ts";
import { events as segmentEvents, eventsFromNpm, measures } from "./segment/events.ts";
import { segmentIdentity } from "./segment/identity.ts";
import { drops, retries } from "./segment/retries.ts";

type Segment = Journey<Profile, SegmentVendor>;

/** What is the same for every SDK that names the person in its events. */
const shared: readonly Journey[] = [...deliveries, ...identity, ...resets, ...consent, ...neighbour];

export const ofHightouch: readonly Journey[] = [...events, ...batches, ...shared, ...slowRenews];

export const ofSegment: readonly Segment[] = [
  ...segmentEvents,
  ...batches,
  ...retries,
  ...brokenSettings,
  ...shared,
  ...segmentIdentity,
];

/** What one engine is enough for. */
export const ofSegmentAlone: readonly Segment[] = [...measures, ...drops, ...otherSettings];

export const ofSegmentFromNpm: readonly Segment[] = [...eventsFromNpm, ...shared];
