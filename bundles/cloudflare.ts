import { toCloudflare } from "../adapters/cloudflare.ts";
import { handlerFromEnv } from "./handler-from-env.ts";

export default toCloudflare((env: Readonly<Record<string, unknown>>) => handlerFromEnv(env));
