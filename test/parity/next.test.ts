import { runParity } from "./suite.ts";
import { nextTargets } from "./targets/next.ts";

runParity(nextTargets);
