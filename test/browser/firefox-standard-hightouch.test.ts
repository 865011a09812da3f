import { startFirefox } from "./engines/firefox.ts";
import { ofHightouch } from "./journeys/for-every-engine.ts";
import { inForce } from "./journeys/protection.ts";
import { hightouch } from "./sdks/hightouch.ts";
import { journeysIn } from "./suite.ts";

journeysIn("Firefox, standard", (internet) => startFirefox(internet, "standard"))(hightouch, [
  ...ofHightouch,
  inForce("standard"),
]);
