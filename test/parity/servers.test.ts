import { runParity } from "./suite.ts";
import { serverTargets } from "./targets/servers.ts";

runParity(serverTargets);
