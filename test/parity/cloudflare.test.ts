import { runParity } from "./suite.ts";
import { cloudflareTargets } from "./targets/cloudflare.ts";

runParity(cloudflareTargets);
