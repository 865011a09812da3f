import { startFirefox } from "./engines/firefox.ts";
import { events } from "./journeys/events.ts";
import { identity } from "./journeys/identity.ts";
import { inForce } from "./journeys/protection.ts";
import { neighbour } from "./journeys/neighbour.ts";
import { resets } from "./journeys/resets.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Firefox, strict", (internet) => startFirefox(internet, "strict"), [
  ...events,
  ...identity,
  ...resets,
  ...neighbour,
  inForce("strict"),
]);
