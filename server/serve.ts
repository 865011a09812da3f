import { configFromEnv, createFirstParty } from "../core/index.ts";
import { configWarnings } from "../core/config-warnings.ts";
import { checkEnvironment } from "../core/env-given.ts";
import { ConfigError } from "../core/mistakes.ts";
import { resolveConfig } from "../core/options.ts";
import type { Config, FirstParty } from "../core/types.ts";
import { liftBunsLimit } from "./bun-requests.ts";
import { lambdaEndpoint } from "./lambda-web.ts";
import { listen } from "./listen.ts";
import type { Listening, ListenOptions } from "./listening.ts";
import { log, logFailure } from "./log.ts";
import { startMistake } from "./start-mistakes.ts";

export interface ServeOptions {
  /** 0 picks a free one. Default: AWS Lambda's (`AWS_LAMBDA_HTTP_ENDPOINT`), or `PORT` of the environment, or 8787. */
  readonly port?: number | string | undefined;
  /** Default: AWS Lambda's, or `HOST` of the environment, or 127.0.0.1. */
  readonly hostname?: string | undefined;
  /** Environment to read `AWS_LAMBDA_HTTP_ENDPOINT`, `PORT`, `HOST` and `FIRSTPARTY_*` from. Default: the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Runs the production server on Bun, Node or Deno until SIGTERM or SIGINT, then lets requests in flight finish and exits 0.
 * Precedence: defaults, `config`, environment (AWS Lambda's address before `PORT` and `HOST`), `options`. Prints
 * `firstparty listening on http://HOST:PORT` on stdout when ready.
 * Of a config it logs every failure. A handler that is made already, for example one that picks by host among several, is served as it
 * is: no `FIRSTPARTY_*` of the environment reaches it, and its failures go to its own `onError`.
 * On Bun the process is begun anew once, with more requests at a time than its default of 256: what your program does before this call is
 * done twice. What the operator can mend (a config, a port) ends the process with one sentence on stderr and exit 2.
 */
export async function serve(
  config: Partial<Config> | FirstParty,
  { port, hostname, env = process.env }: ServeOptions = {},
): Promise<void> {
  liftBunsLimit();
  let where = "";
  try {
    const handler = typeof config === "function" ? asMade(config, env) : withLog(merged(config, env));
    const address = addressOf(port, hostname, env);
    where = `${address.hostname}:${address.port}`;
    const server = await listen(handler, address);
    stopOnSignal(server, handler.patienceMs);
    if (typeof config !== "function") logSettings(configFromEnv(env, config), env);
    const host = address.hostname.includes(":") ? `[${address.hostname}]` : address.hostname;
    console.log(`firstparty listening on http://${host}:${server.port}`);
  } catch (error) {
    const sentence = startMistake(error, where, "choose another with --port or PORT, --host or HOST");
    if (sentence === undefined) throw error;
    console.error(`firstparty: ${sentence}`);
    process.exit(2);
  }
}

/** On Lambda nobody could reach another address, so a PORT that came along from a container's image does not count there. */
function addressOf(
  port: ServeOptions["port"],
  hostname: string | undefined,
  env: NonNullable<ServeOptions["env"]>,
): ListenOptions {
  const lambda = lambdaEndpoint(env);
  if (lambda !== undefined && port === undefined && !hostname) return lambda;
  return {
    // An empty host would be every interface.
    hostname: hostname || lambda?.hostname || env["HOST"] || "127.0.0.1",
    port:
      port === undefined
        ? (lambda?.port ?? parsePort("PORT", env["PORT"] ?? "8787"))
        : parsePort("--port", String(port)),
  };
}

/** Said once: whoever looks for what does not arrive, or for cookies that are not there, finds it where he looks first. */
function logSettings(config: Config, env: NonNullable<ServeOptions["env"]>): void {
  const settings = resolveConfig(config);
  const word = env["FIRSTPARTY_COOKIE_DOMAINS"] === undefined ? "cookieDomains" : "FIRSTPARTY_COOKIE_DOMAINS";
  for (const message of configWarnings(settings, word)) log("warn", "config", { message });
  if (settings.disabled.size > 0) log("warn", "disabled", { vendors: [...settings.disabled] });
}

function merged(config: Partial<Config>, env: NonNullable<ServeOptions["env"]>): Config {
  const all = configFromEnv(env, config);
  if (Object.keys(config).length === 0) checkEnvironment(all);
  return all;
}

function asMade(handler: FirstParty, env: NonNullable<ServeOptions["env"]>): FirstParty {
  const [name] = Object.keys(env).filter((each) => each.startsWith("FIRSTPARTY_"));
  if (name === undefined) return handler;
  throw new ConfigError(
    `serve() was given a handler, which ${name} does not reach; give it the config, or unset ${name}`,
  );
}

function withLog(config: Config): FirstParty {
  // Judged as it was written, before the log is put in front of its onError.
  resolveConfig(config);
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
