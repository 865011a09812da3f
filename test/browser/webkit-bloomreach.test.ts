import { startWebKit } from "./engines/webkit.ts";
import { eightDaysLater } from "./journeys/days-later.ts";
import { ofBloomreach, ofBloomreachWithoutDomain } from "./journeys/for-every-engine.ts";
import { bloomreach, bloomreachWithoutDomain } from "./sdks/bloomreach.ts";
import { playJourneys } from "./suite.ts";

playJourneys("WebKitGTK with ITP", (internet) => startWebKit(internet, "on"), bloomreach, ofBloomreach);
playJourneys("WebKitGTK with ITP", (internet) => startWebKit(internet, "on"), bloomreachWithoutDomain, [
  ...ofBloomreachWithoutDomain,
  ...eightDaysLater,
]);
