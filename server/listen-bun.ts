import { type BunEntry, toBun } from "../adapters/bun.ts";
import type { Listen } from "./listening.ts";

/** The part of `Bun.serve` that is used: https://bun.com/docs/api/http */
declare const Bun: {
  serve(options: BunEntry & { readonly port: number; readonly hostname: string; readonly reusePort: false }): {
    readonly port: number;
    stop(): Promise<void>;
  };
};

export const listenBun: Listen = async (handler, { port, hostname }) => {
  // Said aloud: with `development: false` Bun 1.4.5 shares the port with a server that is there already, in place of an error.
  const server = Bun.serve({ ...toBun(handler), port, hostname, reusePort: false });
  return { port: server.port, stop: () => server.stop() };
};
