import { startWebKit } from "./engines/webkit.ts";
import { eightDaysLater, otherDays } from "./journeys/days-later.ts";
import { ofHightouch } from "./journeys/for-every-engine.ts";
import { lifetimes } from "./journeys/identity.ts";
import { hightouch } from "./sdks/hightouch.ts";
import { journeysIn } from "./suite.ts";

journeysIn("WebKitGTK with ITP", (internet) => startWebKit(internet, "on"))(hightouch, [
  ...ofHightouch,
  ...eightDaysLater,
  ...otherDays,
]);

// The control for the lifetimes: the same program, the same profile, and script's cookies are kept for as long as the SDK asks.
journeysIn("WebKitGTK, ITP off", (internet) => startWebKit(internet, "off"))(hightouch, lifetimes);
