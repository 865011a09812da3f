import { join } from "node:path";
import { type Runtime, spawnEntry } from "../../support/serve-process.ts";
import type { Target, TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";

/** The production server of `firstparty/server`, from dist, on each runtime that has one. */
export const serverTargets: readonly TargetInfo[] = [
  {
    name: "node",
    platform: "Node 24",
    entry: "`toNode` of `firstparty/node`",
    how: "production bundle",
    start: (sites) => startServer("node", sites),
  },
  {
    name: "bun",
    platform: "Bun 1.4",
    entry: "`toBun` of `firstparty/bun`",
    how: "production bundle",
    traits: ["resolves dot segments"],
    start: (sites) => startServer("bun", sites),
  },
  {
    name: "deno",
    platform: "Deno 2.9",
    entry: "`toDeno` of `firstparty/deno`",
    how: "production bundle",
    start: (sites) => startServer("deno", sites),
  },
];

const ENTRY = join(import.meta.dirname, "../entries/listen.ts");

/** A process that listens. */
export async function startServer(runtime: Runtime, sites: string): Promise<Target> {
  const { ready, stop } = await spawnEntry(runtime, ENTRY, { PARITY_SITES: sites });
  const ports = JSON.parse(ready) as Readonly<Record<string, number>>;
  return {
    send(key, sent) {
      const { clientIp = "127.0.0.1" } = sent;
      // Each family of addresses has a socket of its own; any IPv4 address of loopback can be the client's.
      const hostname = clientIp.includes(":") ? (clientIp.includes(".") ? "::ffff:127.0.0.1" : "::1") : "127.0.0.1";
      const address = { port: ports[hostname] ?? 0, hostname: hostname.replace("::ffff:", "") };
      return exchange(address, key, clientIp === "127.0.0.1" ? sent : { ...sent, clientIp });
    },
    stop,
  };
}
