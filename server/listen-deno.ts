import { type DenoEntry, toDeno } from "../adapters/deno.ts";
import type { Listen } from "./listening.ts";

/** The part of `Deno.serve` that is used: https://docs.deno.com/api/deno/~/Deno.serve */
declare const Deno: {
  serve(
    options: { readonly port: number; readonly hostname: string; readonly onListen: () => void },
    handler: DenoEntry["fetch"],
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
};

export const listenDeno: Listen = async (handler, options) => {
  // Without an onListen of its own, Deno prints a line.
  const server = Deno.serve({ ...options, onListen: () => {} }, toDeno(handler).fetch);
  return { port: server.addr.port, stop: () => server.shutdown() };
};
