import { toLambda, toLambdaStream } from "../adapters/aws-lambda.ts";
import { handlerFromEnv } from "./handler-from-env.ts";

const firstParty = handlerFromEnv(process.env);

export const handler = toLambda(firstParty);
/** For Function URLs and REST APIs with response streaming. */
export const streamed = toLambdaStream(firstParty);
