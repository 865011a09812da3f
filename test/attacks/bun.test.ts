import { runAttacks } from "./suite.ts";

runAttacks("bun");
