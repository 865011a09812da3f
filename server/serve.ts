import { configFromEnv, createFirstParty } from "../core/index.ts";
import type { Config } from "../core/types.ts";
import { listen } from "./listen.ts";
import type { Listening, ListenOptions } from "./listening.ts";
import { log, logFailure } from "./log.ts";

export interface ServeOptions extends Partial<ListenOptions> {
  /** Environment to read `PORT`, `HOST` and `FIRSTPARTY_*` from. Default: the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

export const DEFAULT_PORT = 8787;

/**
 * Runs the production server on Bun, Node or Deno until SIGTERM or SIGINT, then lets requests in flight finish and exits 0.
 * Precedence: defaults, `config`, environment, `options`. Prints `firstparty listening on http://HOST:PORT` on stdout when ready.
 * Throws a TypeError on a wrong config.
 */
export async function serve(config: Partial<Config>, options: ServeOptions = {}): Promise<void> {
  const { env = process.env } = options;
  const merged = configFromEnv(env, config);
  const { onError } = merged;
  const handler = createFirstParty({
    ...merged,
    onError: (error) => {
      logFailure(error);
      onError?.(error);
    },
  });
  const hostname = options.hostname ?? env["HOST"] ?? "127.0.0.1";
  const server = await listen(handler, { hostname, port: options.port ?? portFrom(env["PORT"]) });
  stopOnSignal(server, handler.patienceMs);
  console.log(`firstparty listening on http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${server.port}`);
}

function portFrom(value: string | undefined): number {
  return value === undefined ? DEFAULT_PORT : parsePort("PORT", value);
}

/** Throws a TypeError that names the option where the text is no port. */
export function parsePort(option: string, value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new TypeError(`${option} must be a port from 0 to 65535 (got ${JSON.stringify(value)})`);
}

/** A terminal's Ctrl+C under npm comes more than once: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000;

/** A later second signal, or a client that holds on longer than any answer takes, ends the process without waiting. */
function stopOnSignal(server: Listening, patienceMs: number): void {
  let stoppingSince: number | undefined;
  const stop = async (signal: string) => {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    log("info", "stopping", { signal });
    setTimeout(() => process.exit(1), patienceMs + 5_000).unref();
    await server.stop();
    log("info", "stopped");
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
}
