import { startChromium } from "./engines/chromium.ts";
import { ofBloomreach, ofBloomreachWithoutDomain } from "./journeys/for-every-engine.ts";
import { bloomreach, bloomreachWithoutDomain } from "./sdks/bloomreach.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Chromium", startChromium, bloomreach, ofBloomreach);
playJourneys("Chromium", startChromium, bloomreachWithoutDomain, ofBloomreachWithoutDomain);
