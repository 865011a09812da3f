import { ConfigError } from "../core/mistakes.ts";

/** What a user can mend about where to listen, by the runtime's code or name for it. */
const LISTEN_MISTAKES: Readonly<Record<string, string>> = {
  EADDRINUSE: "it is taken",
  AddrInUse: "it is taken",
  EADDRNOTAVAIL: "no such address here",
  AddrNotAvailable: "no such address here",
  EINVAL: "no such host",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "no such host",
  EACCES: "not allowed",
  PermissionDenied: "not allowed",
};

/** The sentence for what a user can mend: a wrong config, a port or host that cannot be had, and the `hint` how. Undefined for anything else. */
export function startMistake(error: unknown, where: string, hint: string): string | undefined {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return undefined;
  const reason =
    LISTEN_MISTAKES["code" in error ? String(error.code) : error.name] ??
    LISTEN_MISTAKES[error.name] ??
    // Deno has neither a code nor a name of its own for it.
    (error.message.includes("failed to lookup address") ? "no such host" : undefined);
  return reason && `cannot listen on ${where}: ${reason}; ${hint}`;
}
