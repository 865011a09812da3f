import { startChromium } from "./engines/chromium.ts";
import { ofSegment, ofSegmentAlone, ofSegmentFromNpm } from "./journeys/for-every-engine.ts";
import { brokenSettingsDirectly } from "./journeys/segment/broken-settings.ts";
import { segment, segmentFromNpm } from "./sdks/segment.ts";
import { segmentDirectly } from "./sdks/segment-directly.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Chromium", startChromium, segment, [...ofSegment, ...ofSegmentAlone]);
playJourneys("Chromium", startChromium, segmentFromNpm, ofSegmentFromNpm);
playJourneys("Chromium", startChromium, segmentDirectly, brokenSettingsDirectly);
