import { startWebKit } from "./engines/webkit.ts";
import { eightDaysLater } from "./journeys/days-later.ts";
import { ofSegmentFromNpm } from "./journeys/for-every-engine.ts";
import { segmentFromNpm } from "./sdks/segment.ts";
import { journeysIn } from "./suite.ts";

journeysIn("WebKitGTK with ITP", (internet) => startWebKit(internet, "on"))(segmentFromNpm, [
  ...ofSegmentFromNpm,
  ...eightDaysLater,
]);
