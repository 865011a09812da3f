import type { FirstParty } from "../core/types.ts";

export interface ListenOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly hostname: string;
}

/** A server that is up. */
export interface Listening {
  /** The port that was taken. */
  readonly port: number;
  /** Takes no new connection, and resolves once every request in flight has its answer. */
  stop(): Promise<void>;
}

export type Listen = (handler: FirstParty, options: ListenOptions) => Promise<Listening>;

/** Listens by the server of the runtime that this process is; each is loaded only where it exists. */
export const listen: Listen = async (handler, options) => {
  const own =
    "Bun" in globalThis
      ? (await import("./listen-bun.ts")).listenBun
      : "Deno" in globalThis
        ? (await import("./listen-deno.ts")).listenDeno
        : (await import("./listen-node.ts")).listenNode;
  return own(handler, options);
};
