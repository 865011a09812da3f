import { startChromium } from "./engines/chromium.ts";
import { events } from "./journeys/events.ts";
import { identity } from "./journeys/identity.ts";
import { neighbour } from "./journeys/neighbour.ts";
import { resets } from "./journeys/resets.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Chromium", startChromium, [...events, ...identity, ...resets, ...neighbour]);
