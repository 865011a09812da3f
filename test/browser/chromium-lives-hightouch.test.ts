import { startChromium } from "./engines/chromium.ts";
import { lives } from "./journeys/hightouch/lives.ts";
import { hightouch } from "./sdks/hightouch.ts";
import { journeysIn } from "./suite.ts";

journeysIn("Chromium", startChromium)(hightouch, lives);
