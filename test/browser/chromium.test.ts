import { startChromium } from "./engines/chromium.ts";
import { forEveryEngine } from "./journeys/for-every-engine.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Chromium", startChromium, forEveryEngine);
