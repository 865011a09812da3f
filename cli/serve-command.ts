import { parseArgs } from "node:util";
import { configFromEnv } from "../core/index.ts";
import { serve } from "../server/serve.ts";
import { checkGiven, loadConfig } from "./load-config.ts";

/** `firstparty serve [--config FILE] [--port N] [--host H]` */
export async function serveCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { config: { type: "string" }, port: { type: "string" }, host: { type: "string" } },
  });
  const config = await loadConfig(values.config);
  checkGiven("serve", configFromEnv(process.env, config), values.config);
  await serve(config, { port: values.port, hostname: values.host });
}
