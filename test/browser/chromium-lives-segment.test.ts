import { startChromium } from "./engines/chromium.ts";
import { lives } from "./journeys/segment/lives.ts";
import { segment } from "./sdks/segment.ts";
import { journeysIn } from "./suite.ts";

journeysIn("Chromium", startChromium)(segment, lives);
