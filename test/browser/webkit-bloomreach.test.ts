import { startWebKit } from "./engines/webkit.ts";
import { eightDaysLater } from "./journeys/days-later.ts";
import { ofBloomreach, ofBloomreachWithExperiments, ofBloomreachWithoutDomain } from "./journeys/for-every-engine.ts";
import { bloomreach, bloomreachWithExperiments, bloomreachWithoutDomain } from "./sdks/bloomreach.ts";
import { journeysIn } from "./suite.ts";

const play = journeysIn("WebKitGTK with ITP", (internet) => startWebKit(internet, "on"));
play(bloomreach, ofBloomreach);
play(bloomreachWithExperiments, ofBloomreachWithExperiments);
play(bloomreachWithoutDomain, [...ofBloomreachWithoutDomain, ...eightDaysLater]);
