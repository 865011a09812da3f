import { ConfigError } from "../core/mistakes.ts";

/** Something that the user wrote and can mend: printed as one sentence, exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What `parseArgs` says of a flag goes on about positional arguments, which nobody asked for. */
export function sentence(error: Error): string {
  return isAboutFlag(error) ? `${error.message.split(". ")[0]}; see firstparty --help` : error.message;
}

/** Beside our own: what core says of a config, and `parseArgs` of a flag, which carries a code of its own. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof ConfigError || isAboutFlag(error);
}

function isAboutFlag(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
