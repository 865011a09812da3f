import type { FirstPartyError } from "../core/errors.ts";

type Line = [level: "info" | "warn" | "error", event: string, fields?: Readonly<Record<string, unknown>>];

/** One JSON object on stderr, a line of it. Holds codes and names out of the config only: no cookie, id, body, path or query. */
export function log(...line: Line): void {
  // Not console.error, which Bun colours on a terminal.
  process.stderr.write(`${logLine(...line)}\n`);
}

/** The same as text, for where there is no stderr. */
export function logLine(...[level, event, fields = {}]: Line): string {
  return JSON.stringify({ time: new Date().toISOString(), level, event, ...fields });
}

/** For `onError`: what was refused as a warning, what failed as an error. */
export function logFailure(error: FirstPartyError): void {
  process.stderr.write(`${failureLine(error)}\n`);
}

export function failureLine({ code, status, vendor, route, cause }: FirstPartyError): string {
  // What the operator switched off has not failed.
  const isRefused = status < 500 || code === "disabled";
  const fields = { code, status, vendor, route, cause: causeOf(cause) };
  return logLine(isRefused ? "warn" : "error", isRefused ? "refused" : "failed", fields);
}

/** The runtime's code for it (ECONNREFUSED) or the kind of error; its message could quote a URL or a header. */
function causeOf(cause: unknown): string | undefined {
  for (let error = cause, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth++) {
    if ("code" in error && typeof error.code === "string") return error.code;
    if (!(error.cause instanceof Error)) return error.name;
  }
  return undefined;
}
