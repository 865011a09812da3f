import { startFirefox } from "./engines/firefox.ts";
import { ofBloomreach, ofBloomreachWithoutDomain } from "./journeys/for-every-engine.ts";
import { bloomreach, bloomreachWithoutDomain } from "./sdks/bloomreach.ts";
import { playJourneys } from "./suite.ts";

playJourneys("Firefox, strict", (internet) => startFirefox(internet, "strict"), bloomreach, ofBloomreach);
playJourneys(
  "Firefox, strict",
  (internet) => startFirefox(internet, "strict"),
  bloomreachWithoutDomain,
  ofBloomreachWithoutDomain,
);
