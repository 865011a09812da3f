import { startWebKit } from "./engines/webkit.ts";
import { eightDaysLater } from "./journeys/days-later.ts";
import { ofSegment } from "./journeys/for-every-engine.ts";
import { segment } from "./sdks/segment.ts";
import { journeysIn } from "./suite.ts";

journeysIn("WebKitGTK with ITP", (internet) => startWebKit(internet, "on"))(segment, [...ofSegment, ...eightDaysLater]);
