import type { BloomreachVendor } from "../../support/bloomreach-vendor.ts";
import type { SegmentVendor } from "../../support/segment-vendor.ts";
import type { Profile } from "../engines/engine.ts";
import {
  consent as bloomreachConsent,
  events as bloomreachEvents,
  eventsWithExperiments,
} from "./bloomreach/events.ts";
import { consent } from "./consent.ts";
import { batches, deliveries } from "./deliveries.ts";
import { events } from "./hightouch/events.ts";
import { slowRenews } from "./hightouch/slow-renews.ts";
import { identity, lifetimes, losses } from "./identity.ts";
import type { Journey } from "./journey.ts";
import { lastActs, untoldLastActs } from "./last-act.ts";
import { neighbour } from "./neighbour.ts";
import { absences, resets } from "./resets.ts";
import { brokenSettings, otherSettings } from "./segment/broken-settings.ts";
import { events as segmentEvents, eventsFromNpm, measures } from "./segment/events.ts";
import { behindCaches, segmentIdentity } from "./segment/identity.ts";
import { drops, retries } from "./segment/retries.ts";

type Segment = Journey<Profile, SegmentVendor>;

/** What is the same for every SDK by the Segment spec. */
const shared: readonly Journey[] = [
  ...deliveries,
  ...lifetimes,
  ...identity,
  ...losses,
  ...resets,
  ...absences,
  ...lastActs,
  ...consent,
  ...neighbour,
];

export const ofHightouch: readonly Journey[] = [...events, ...batches, ...shared, ...slowRenews];

export const ofSegment: readonly Segment[] = [
  ...segmentEvents,
  ...batches,
  ...retries,
  ...brokenSettings,
  ...shared,
  ...behindCaches,
  ...segmentIdentity,
];

/** What one engine is enough for. */
export const ofSegmentAlone: readonly Segment[] = [...measures, ...drops, ...otherSettings, ...untoldLastActs];

export const ofSegmentFromNpm: readonly Segment[] = [...eventsFromNpm, ...shared, ...behindCaches];

type Bloomreach = Journey<Profile, BloomreachVendor>;

export const ofBloomreach: readonly Bloomreach[] = [
  ...bloomreachEvents,
  ...identity,
  ...resets,
  ...lastActs,
  ...bloomreachConsent,
  ...neighbour,
];

export const ofBloomreachWithExperiments: readonly Bloomreach[] = eventsWithExperiments;

/** Of an instance that leaves the server cookie to the service. */
export const ofBloomreachWithoutDomain: readonly Bloomreach[] = [
  ...lifetimes,
  ...identity,
  ...losses,
  ...resets,
  ...lastActs,
  ...neighbour,
];
