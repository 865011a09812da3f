import { join } from "node:path";
import { NO_PLATFORMS, platformTool } from "../../support/platform-tool.ts";
import { type Started, spawnEntry, spawnProgram } from "../../support/serve-process.ts";
import type { Missing, Target, TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";

/** The production server of `firstparty/server`, from dist, on each runtime that has one. */
export const serverTargets: readonly TargetInfo[] = [
  {
    name: "node",
    platform: "Node 24",
    entry: "`toNode` of `firstparty/node`",
    how: "production bundle",
    start: (sites) => startServer(spawnEntry("node", ENTRY, { PARITY_SITES: sites })),
  },
  {
    name: "node22",
    platform: "Node 22",
    entry: "`toNode` of `firstparty/node`",
    how: "production bundle",
    start: (sites) => startOtherNode("node22", sites),
  },
  {
    name: "node26",
    platform: "Node 26",
    entry: "`toNode` of `firstparty/node`",
    how: "production bundle",
    start: (sites) => startOtherNode("node26", sites),
  },
  {
    name: "bun",
    platform: "Bun 1.4",
    entry: "`toBun` of `firstparty/bun`",
    how: "production bundle",
    traits: ["resolves dot segments"],
    start: (sites) => startServer(spawnEntry("bun", ENTRY, { PARITY_SITES: sites })),
  },
  {
    name: "deno",
    platform: "Deno 2.9",
    entry: "`toDeno` of `firstparty/deno`",
    how: "production bundle",
    traits: ["sends again by itself"],
    start: (sites) => startServer(spawnEntry("deno", ENTRY, { PARITY_SITES: sites })),
  },
];

const ENTRY = join(import.meta.dirname, "../entries/listen.ts");

/** Node of another version, as its package on npm has it. */
async function startOtherNode(name: "node22" | "node26", sites: string): Promise<Target | Missing> {
  const node = platformTool(`${name}/bin/node`);
  return node === undefined ? NO_PLATFORMS : startServer(spawnProgram(node, [ENTRY], { PARITY_SITES: sites }));
}

/** A process that listens, and has printed its ports. */
export async function startServer(started: Promise<Started>): Promise<Target> {
  const { ready, stop } = await started;
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
