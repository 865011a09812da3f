import { startChromium } from "./engines/chromium.ts";
import { ofHightouch } from "./journeys/for-every-engine.ts";
import { hightouch } from "./sdks/hightouch.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Chromium", startChromium, hightouch, ofHightouch);
