import { startFirefox } from "./engines/firefox.ts";
import { forEveryEngine } from "./journeys/for-every-engine.ts";
import { inForce } from "./journeys/protection.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Firefox, strict", (internet) => startFirefox(internet, "strict"), [...forEveryEngine, inForce("strict")]);
