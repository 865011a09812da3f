import { type DenoEntry, toDeno } from "../adapters/deno.ts";
import type { Listen } from "./listening.ts";

/** The part of `Deno.serve` that is used: https://docs.deno.com/api/deno/~/Deno.serve */
declare const Deno: {
  serve(
    options: { readonly port: number; readonly hostname: string; readonly onListen: () => void },
    handler: DenoEntry["fetch"],
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
};

/**
 * Deno 2.9 warns once that `request.signal` also aborts after a good answer. The relay has stopped listening by then, and stderr is for
 * the log, a JSON object a line.
 */
function withoutSignalWarning(warn: typeof console.warn): typeof console.warn {
  return (...args) => {
    if (!String(args[0]).startsWith("Deno.serve: request.signal aborts")) warn(...args);
  };
}

export const listenDeno: Listen = async (handler, { port, hostname }) => {
  console.warn = withoutSignalWarning(console.warn);
  // Without an onListen of its own, Deno prints a line.
  const server = Deno.serve({ port, hostname, onListen: () => {} }, toDeno(handler).fetch);
  return { port: server.addr.port, stop: () => server.shutdown() };
};
