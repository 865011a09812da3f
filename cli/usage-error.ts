import { ConfigError } from "../core/mistakes.ts";

/** Something that the user wrote and can mend: printed as one sentence, exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Beside our own: what core says of a config, and `parseArgs` of a flag, which carries a code of its own. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof ConfigError) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
