import { runAttacks } from "./suite.ts";

runAttacks("node");
