import { cases } from "./cases/index.ts";
import { runParity } from "./suite.ts";
import { startCore } from "./targets/core.ts";

runParity("core", startCore, cases);
