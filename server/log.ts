import type { FirstPartyError } from "../core/errors.ts";

/** One JSON object a line on stderr. Holds codes and names out of the config only: no cookie, id, body, path or query. */
export function log(
  level: "info" | "warn" | "error",
  event: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  // Not console.error, which Bun colours on a terminal.
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
}

/** For `onError`: what was refused as a warning, what failed as an error. */
export function logFailure({ code, status, vendor, route, cause }: FirstPartyError): void {
  // What the operator switched off has not failed.
  const isRefused = status < 500 || code === "disabled";
  log(isRefused ? "warn" : "error", isRefused ? "refused" : "failed", {
    code,
    status,
    vendor,
    route,
    cause: causeOf(cause),
  });
}

/** The runtime's code for it (ECONNREFUSED) or the kind of error; its message could quote a URL or a header. */
function causeOf(cause: unknown): string | undefined {
  for (let error = cause, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth++) {
    if ("code" in error && typeof error.code === "string") return error.code;
    if (!(error.cause instanceof Error)) return error.name;
  }
  return undefined;
}
