import { startFirefox } from "./engines/firefox.ts";
import { ofSegment, ofSegmentFromNpm } from "./journeys/for-every-engine.ts";
import { segment, segmentFromNpm } from "./sdks/segment.ts";
import { journeysIn } from "./suite.ts";

const play = journeysIn("Firefox, standard", (internet) => startFirefox(internet, "standard"));
play(segment, ofSegment);
play(segmentFromNpm, ofSegmentFromNpm);
