import { startFirefox } from "./engines/firefox.ts";
import { ofSegment, ofSegmentFromNpm } from "./journeys/for-every-engine.ts";
import { segment, segmentFromNpm } from "./sdks/segment.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Firefox, standard", (internet) => startFirefox(internet, "standard"), segment, ofSegment);
playJourneys("Firefox, standard", (internet) => startFirefox(internet, "standard"), segmentFromNpm, ofSegmentFromNpm);
