import { parseArgs } from "node:util";
import type { Config } from "../core/types.ts";
import { DEFAULT_PORT, parsePort, serve } from "../server/serve.ts";
import { loadConfig } from "./load-config.ts";
import { UsageError } from "./usage-error.ts";

/** `firstparty serve [--config FILE] [--port N] [--host H]` */
export async function serveCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { config: { type: "string" }, port: { type: "string" }, host: { type: "string" } },
  });
  const config: Partial<Config> = values.config === undefined ? {} : await loadConfig(values.config);
  try {
    await serve(config, {
      ...(values.port === undefined ? {} : { port: parsePort("--port", values.port) }),
      ...(values.host === undefined ? {} : { hostname: values.host }),
    });
  } catch (error) {
    throw sayable(error, values.port ?? process.env["PORT"] ?? String(DEFAULT_PORT));
  }
}

/** Turns what a user can mend into a sentence: a wrong config, a port that is taken. */
function sayable(error: unknown, port: string): unknown {
  if (error instanceof TypeError) return new UsageError(error.message);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isTaken = code === "EADDRINUSE" || (error instanceof Error && error.name === "AddrInUse");
  return isTaken ? new UsageError(`port ${port} is taken; choose another with --port or PORT`) : error;
}
