import { runParity } from "./suite.ts";
import { lambdaWebTargets } from "./targets/lambda-web.ts";
import { serverTargets } from "./targets/servers.ts";

runParity([...serverTargets, ...lambdaWebTargets]);
