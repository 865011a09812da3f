import { runParity } from "./suite.ts";
import { coreTargets } from "./targets/core.ts";

runParity(coreTargets);
