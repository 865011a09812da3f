import { toLambda, toLambdaStream } from "../adapters/aws-lambda.ts";
import { handlerFromEnv } from "./handler-from-env.ts";

const firstParty = handlerFromEnv(process.env);

export const handler = toLambda(firstParty);
/** For Function URLs and REST APIs with response streaming, where the runtime has it. */
export const streamed = "awslambda" in globalThis ? toLambdaStream(firstParty) : undefined;
