import { startFirefox } from "./engines/firefox.ts";
import { ofSegment } from "./journeys/for-every-engine.ts";
import { segment } from "./sdks/segment.ts";
import { journeysIn } from "./suite.ts";

journeysIn("Firefox, strict", (internet) => startFirefox(internet, "strict"))(segment, ofSegment);
