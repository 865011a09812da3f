import { toNetlify } from "../adapters/netlify.ts";
import { handlerFromEnv } from "./handler-from-env.ts";

export default toNetlify(handlerFromEnv(process.env));
// Netlify reads this from the source, so it cannot follow FIRSTPARTY_<VENDOR>_PATH.
export const config = { path: ["/ht/*", "/sg/*", "/br/*"] };
