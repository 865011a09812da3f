import { runParity } from "./suite.ts";
import { lambdaTargets } from "./targets/lambda.ts";

runParity(lambdaTargets);
