import { parseArgs } from "node:util";
import { serve } from "../server/serve.ts";
import { loadConfig } from "./load-config.ts";

/** `firstparty serve [--config FILE] [--port N] [--host H]` */
export async function serveCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { config: { type: "string" }, port: { type: "string" }, host: { type: "string" } },
  });
  await serve(await loadConfig(values.config), { port: values.port, hostname: values.host });
}
