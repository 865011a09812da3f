import { runParity } from "./suite.ts";
import { lambdaRicTargets } from "./targets/lambda-ric.ts";

runParity(lambdaRicTargets);
