import { runParity } from "./suite.ts";
import { vercelTargets } from "./targets/vercel.ts";

runParity(vercelTargets);
