import { startFirefox } from "./engines/firefox.ts";
import { ofBloomreach, ofBloomreachWithoutDomain } from "./journeys/for-every-engine.ts";
import { bloomreach, bloomreachWithoutDomain } from "./sdks/bloomreach.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Firefox, standard", (internet) => startFirefox(internet, "standard"), bloomreach, ofBloomreach);
playJourneys(
  "Firefox, standard",
  (internet) => startFirefox(internet, "standard"),
  bloomreachWithoutDomain,
  ofBloomreachWithoutDomain,
);
