import { runAttacks } from "./suite.ts";

runAttacks("deno");
