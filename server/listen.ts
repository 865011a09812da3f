import type { Listen } from "./listening.ts";

/**
 * Listens by the server of the runtime that this process is; each is loaded only where it exists. Resolves once the port is taken,
 * and rejects where it cannot be. `toNode` and the like, with the time-outs that a server facing the net needs.
 */
export const listen: Listen = async (handler, options) => {
  const own =
    "Bun" in globalThis
      ? (await import("./listen-bun.ts")).listenBun
      : "Deno" in globalThis
        ? (await import("./listen-deno.ts")).listenDeno
        : (await import("./listen-node.ts")).listenNode;
  return own(handler, options);
};
