import { startChromium } from "./engines/chromium.ts";
import { lives } from "./journeys/lives.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Chromium", startChromium, lives);
