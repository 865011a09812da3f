import { startChromium } from "./engines/chromium.ts";
import { lives } from "./journeys/segment/lives.ts";
import { segment } from "./sdks/segment.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Chromium", startChromium, segment, lives);
