import { toLambdaEdge } from "../adapters/lambda-edge.ts";
import { handlerFromEnv } from "./handler-from-env.ts";

/** Lambda@Edge has no environment: the first lines of the bundle are one, which `firstparty bundle lambda-edge` fills in. */
declare const FIRSTPARTY_ENV: Readonly<Record<string, string>>;

export const handler = toLambdaEdge(handlerFromEnv(FIRSTPARTY_ENV));
