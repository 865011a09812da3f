import { cases } from "./cases/index.ts";
import { runParity } from "./suite.ts";
import { startRuntime } from "./targets/runtime.ts";

runParity("bun", () => startRuntime("bun"), cases);
