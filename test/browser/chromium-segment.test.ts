import { startChromium } from "./engines/chromium.ts";
import { ofSegment, ofSegmentAlone, ofSegmentFromNpm } from "./journeys/for-every-engine.ts";
import { brokenSettingsDirectly } from "./journeys/segment/broken-settings.ts";
import { segment, segmentFromNpm } from "./sdks/segment.ts";
import { segmentDirectly } from "./sdks/segment-directly.ts";
import { journeysIn } from "./suite.ts";

const play = journeysIn("Chromium", startChromium);
play(segment, [...ofSegment, ...ofSegmentAlone]);
play(segmentFromNpm, ofSegmentFromNpm);
play(segmentDirectly, brokenSettingsDirectly);
