import { startWebKit } from "./engines/webkit.ts";
import { daysLater } from "./journeys/days-later.ts";
import { events } from "./journeys/events.ts";
import { identity, lifetimes } from "./journeys/identity.ts";
import { neighbour } from "./journeys/neighbour.ts";
import { resets } from "./journeys/resets.ts";
import { playJourneys } from "./suite.ts";

playJourneys("WebKitGTK with ITP", (internet) => startWebKit(internet, "on"), [
  ...events,
  ...identity,
  ...resets,
  ...neighbour,
  ...daysLater,
]);

// The control for the lifetimes: the same program, the same profile, and script's cookies are kept for as long as the SDK asks.
playJourneys("WebKitGTK, ITP off", (internet) => startWebKit(internet, "off"), lifetimes);
