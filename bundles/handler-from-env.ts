import { configFromEnv, createFirstParty, type FirstParty } from "../core/index.ts";
import { configWarnings } from "../core/config-warnings.ts";
import { checkEnvironment } from "../core/env-given.ts";
import { resolveConfig } from "../core/options.ts";
import { failureLine, logLine } from "../server/log.ts";

/**
 * The handler of a function that has no config but its environment. Logs by `console`, a line of JSON as `firstparty serve` does. Throws a
 * ConfigError that names the variable: the platform shows it where it shows what failed at start.
 */
export function handlerFromEnv(env: Readonly<Record<string, unknown>>): FirstParty {
  // Bindings of a Worker are not all text.
  const texts = Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const config = configFromEnv(Object.fromEntries(texts));
  checkEnvironment(config);
  for (const message of configWarnings(resolveConfig(config), "FIRSTPARTY_COOKIE_DOMAINS")) {
    console.warn(logLine("warn", "config", { message }));
  }
  return createFirstParty({ ...config, onError: (error) => console.error(failureLine(error)) });
}
