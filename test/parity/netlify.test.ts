import { runParity } from "./suite.ts";
import { netlifyTargets } from "./targets/netlify.ts";

runParity(netlifyTargets);
