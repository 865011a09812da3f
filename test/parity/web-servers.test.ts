import { runParity } from "./suite.ts";
import { webServerTargets } from "./targets/web-servers.ts";

runParity(webServerTargets);
