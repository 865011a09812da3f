import { startChromium } from "./engines/chromium.ts";
import { ofHightouch } from "./journeys/for-every-engine.ts";
import { hightouch } from "./sdks/hightouch.ts";
import { journeysIn } from "./suite.ts";

journeysIn("Chromium", startChromium)(hightouch, ofHightouch);
