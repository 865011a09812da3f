import { startFirefox } from "./engines/firefox.ts";
import { ofHightouch } from "./journeys/for-every-engine.ts";
import { inForce } from "./journeys/protection.ts";
import { hightouch } from "./sdks/hightouch.ts";
import { journeysIn } from "./suite.ts";

journeysIn("Firefox, strict", (internet) => startFirefox(internet, "strict"))(hightouch, [
  ...ofHightouch,
  inForce("strict"),
]);
