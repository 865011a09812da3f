import { toCloudflare } from "firstparty/cloudflare";
import { parityHandler } from "./parity-handler.ts";

interface Env {
  readonly PARITY_SITES: string;
}

export default toCloudflare((env: Env) => parityHandler(env.PARITY_SITES));
