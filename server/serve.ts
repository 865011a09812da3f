import { configFromEnv, createFirstParty } from "../core/index.ts";
import { ConfigError } from "../core/mistakes.ts";
import type { Config, FirstParty } from "../core/types.ts";
import { listen } from "./listen.ts";
import type { Listening } from "./listening.ts";
import { log, logFailure } from "./log.ts";
import { startMistake } from "./start-mistakes.ts";

export interface ServeOptions {
  /** 0 picks a free one. Default: `PORT` of the environment, or 8787. */
  readonly port?: number | string | undefined;
  /** Default: `HOST` of the environment, or 127.0.0.1. */
  readonly hostname?: string | undefined;
  /** Environment to read `PORT`, `HOST` and `FIRSTPARTY_*` from. Default: the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Runs the production server on Bun, Node or Deno until SIGTERM or SIGINT, then lets requests in flight finish and exits 0.
 * Precedence: defaults, `config`, environment, `options`. Prints `firstparty listening on http://HOST:PORT` on stdout when ready.
 * What the operator can mend (a config, a port) ends the process with one sentence on stderr and exit 2.
 */
export async function serve(
  config: Partial<Config>,
  { port, hostname, env = process.env }: ServeOptions = {},
): Promise<void> {
  // An empty host would be every interface.
  const host = hostname || env["HOST"] || "127.0.0.1";
  const wanted = String(port ?? env["PORT"] ?? 8787);
  try {
    const handler = withLog(configFromEnv(env, config));
    const server = await listen(handler, {
      hostname: host,
      port: parsePort(port === undefined ? "PORT" : "--port", wanted),
    });
    stopOnSignal(server, handler.patienceMs);
    console.log(`firstparty listening on http://${host.includes(":") ? `[${host}]` : host}:${server.port}`);
  } catch (error) {
    const sentence = startMistake(error, `${host}:${wanted}`, "choose another with --port or PORT, --host or HOST");
    if (sentence === undefined) throw error;
    console.error(`firstparty: ${sentence}`);
    process.exit(2);
  }
}

function withLog(config: Config): FirstParty {
  // Judged as it was written, before the log is put in front of its onError.
  createFirstParty(config);
  return createFirstParty({
    ...config,
    onError(error) {
      logFailure(error);
      return config.onError?.(error);
    },
  });
}

/** Throws a ConfigError that names the option where the text is no port. */
export function parsePort(option: string, value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new ConfigError(`${option} must be a port from 0 to 65535 (got ${JSON.stringify(value)})`);
}

/** A terminal's Ctrl+C under npm comes more than once: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000;

/** Ends the process when the server has stopped, at the latest when any answer would be out; a later second signal ends it at once. */
function stopOnSignal(server: Listening, patienceMs: number): void {
  let stoppingSince: number | undefined;
  const stop = async (signal: string) => {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    log("info", "stopping", { signal });
    setTimeout(() => {
      log("warn", "stopped", { reason: "a client held on for longer than any answer takes" });
      process.exit(0);
    }, patienceMs + 5_000).unref();
    await server.stop();
    log("info", "stopped");
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
}
