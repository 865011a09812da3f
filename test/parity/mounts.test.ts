import { runParity } from "./suite.ts";
import { mountTargets } from "./targets/mounts.ts";

runParity(mountTargets);
