import { join } from "node:path";
import { type Runtime, spawnEntry } from "../../support/serve-process.ts";
import { loopbackLanes, siteKey, sitesJson } from "../lanes.ts";
import type { Target, TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";

/** The production server of `firstparty/server`, from dist, on each runtime that has one. */
export const serverTargets: readonly TargetInfo[] = [
  {
    name: "node",
    platform: "Node 24",
    entry: "`toNode` of `firstparty/node`",
    how: "production bundle",
    start: () => startServer("node"),
  },
  {
    name: "bun",
    platform: "Bun 1.4",
    entry: "`toBun` of `firstparty/bun`",
    how: "production bundle",
    traits: ["resolves dot segments"],
    start: () => startServer("bun"),
  },
  {
    name: "deno",
    platform: "Deno 2.9",
    entry: "`toDeno` of `firstparty/deno`",
    how: "production bundle",
    start: () => startServer("deno"),
  },
];

const ENTRY = join(import.meta.dirname, "../entries/listen.ts");

/** A process that listens, and a vendor on loopback for each lane. */
export async function startServer(runtime: Runtime): Promise<Target> {
  const lanes = await loopbackLanes();
  const { ready, stop } = await spawnEntry(runtime, ENTRY, { PARITY_SITES: await sitesJson(lanes) });
  const ports = JSON.parse(ready) as Readonly<Record<string, number>>;
  return {
    lanes,
    send(lane, site, sent) {
      const { clientIp = "127.0.0.1" } = sent;
      // Each family of addresses has a socket of its own; any IPv4 address of loopback can be the client's.
      const hostname = clientIp.includes(":") ? (clientIp.includes(".") ? "::ffff:127.0.0.1" : "::1") : "127.0.0.1";
      const port = ports[hostname] ?? 0;
      return exchange(
        { port, hostname: hostname.replace("::ffff:", "") },
        siteKey(site, lane),
        clientIp === "127.0.0.1" ? sent : { ...sent, clientIp },
      );
    },
    async stop() {
      await stop();
      await Promise.all(lanes.map((vendor) => vendor.stop()));
    },
  };
}
