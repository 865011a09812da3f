import { startFirefox } from "./engines/firefox.ts";
import { forEveryEngine } from "./journeys/for-every-engine.ts";
import { inForce } from "./journeys/protection.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Firefox, standard", (internet) => startFirefox(internet, "standard"), [
  ...forEveryEngine,
  inForce("standard"),
]);
