import { startChromium } from "./engines/chromium.ts";
import { lives } from "./journeys/hightouch/lives.ts";
import { hightouch } from "./sdks/hightouch.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Chromium", startChromium, hightouch, lives);
