import { cases } from "./cases/index.ts";
import { runParity } from "./suite.ts";
import { startRuntime } from "./targets/runtime.ts";

runParity("node", () => startRuntime("node"), cases);
