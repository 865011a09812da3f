import { startFirefox } from "./engines/firefox.ts";
import { ofBloomreach, ofBloomreachWithExperiments, ofBloomreachWithoutDomain } from "./journeys/for-every-engine.ts";
import { bloomreach, bloomreachWithExperiments, bloomreachWithoutDomain } from "./sdks/bloomreach.ts";
import { journeysIn } from "./suite.ts";

const play = journeysIn("Firefox, strict", (internet) => startFirefox(internet, "strict"));
play(bloomreach, ofBloomreach);
play(bloomreachWithExperiments, ofBloomreachWithExperiments);
play(bloomreachWithoutDomain, ofBloomreachWithoutDomain);
