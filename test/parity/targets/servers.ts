import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { NO_PLATFORMS, platformTool } from "../../support/platform-tool.ts";
import { type Runtime, type Served, type Started, startProgram } from "../../support/serve-process.ts";
import { layTemplate, parityFiles } from "../../support/templates.ts";
import type { Sent } from "../case.ts";
import type { Missing, Target, TargetInfo } from "../target.ts";
import { type Address, exchange } from "./exchange.ts";

const serve = "`serve` of `firstparty/server`";

/** `server.ts` of the templates for a server of one's own. */
export const serverTargets: readonly TargetInfo[] = [
  {
    name: "node",
    platform: "Node 24",
    entry: serve,
    how: "production bundle",
    start: (sites) => startTarget("node", sites),
  },
  {
    name: "node22",
    platform: "Node 22",
    entry: serve,
    how: "production bundle",
    start: (sites) => startOtherNode("node22", sites),
  },
  {
    name: "node26",
    platform: "Node 26",
    entry: serve,
    how: "production bundle",
    start: (sites) => startOtherNode("node26", sites),
  },
  {
    name: "bun",
    platform: "Bun 1.4",
    entry: serve,
    how: "production bundle",
    traits: ["resolves dot segments"],
    start: (sites) => startTarget("bun", sites),
  },
  {
    name: "deno",
    platform: "Deno 2.9",
    entry: serve,
    how: "production bundle",
    traits: ["sends again by itself"],
    start: (sites) => startTarget("deno", sites),
  },
];

const bin = join(import.meta.dirname, "../../../node_modules/.bin");

/** A template that has been laid for the table's sites. */
export interface TemplateServer {
  /** Its server, on an address of this machine's; the process is started when it is first asked for. */
  at(hostname: string): Promise<Address>;
  stop(): Promise<void>;
}

/** `program`: in the place of the runtime that is installed here. */
export async function startTemplate(
  runtime: Runtime,
  sites: string,
  program = join(bin, runtime),
): Promise<TemplateServer> {
  const { folder, remove } = await layTemplate(runtime, await parityFiles(sites));
  const args = runtime === "deno" ? await startArguments(folder) : ["server.ts"];
  const started = new Map<string, Promise<Served>>();
  const start = (hostname: string) => {
    const served = started.get(hostname) ?? startProgram(program, args, { HOST: hostname, PORT: "0" }, folder);
    started.set(hostname, served);
    return served;
  };
  return {
    at: async (hostname) => ({ port: (await start(hostname)).port, hostname: hostname.replace("::ffff:", "") }),
    async stop() {
      const all = await Promise.allSettled(started.values());
      await Promise.all(all.map((each) => (each.status === "fulfilled" ? each.value.stop() : undefined)));
      await remove();
    },
  };
}

/** What stands behind `deno` in the template's own task. */
async function startArguments(folder: string): Promise<string[]> {
  const { tasks } = JSON.parse(await readFile(join(folder, "deno.json"), "utf8")) as { tasks: { start: string } };
  return tasks.start.split(" ").slice(1);
}

async function startTarget(runtime: Runtime, sites: string, program?: string): Promise<Target> {
  const server = await startTemplate(runtime, sites, program);
  // A mistake in an entry is one of the whole column.
  await server.at("127.0.0.1");
  return {
    send: async (key, sent) => exchange(await server.at(hostnameFor(sent)), key, withOwnAddress(sent)),
    stop: server.stop,
  };
}

/** Node of another version, as its package on npm has it. */
async function startOtherNode(name: "node22" | "node26", sites: string): Promise<Target | Missing> {
  const node = platformTool(`${name}/bin/node`);
  return node === undefined ? NO_PLATFORMS : startTarget("node", sites, node);
}

/** Each family of addresses has a socket of its own; any IPv4 address of loopback can be the client's. */
function hostnameFor({ clientIp = "127.0.0.1" }: Sent): string {
  return clientIp.includes(":") ? (clientIp.includes(".") ? "::ffff:127.0.0.1" : "::1") : "127.0.0.1";
}

function withOwnAddress({ clientIp, ...sent }: Sent): Sent {
  return clientIp === undefined || clientIp === "127.0.0.1" ? sent : { ...sent, clientIp };
}

/** A process that listens, and has printed its ports. */
export async function startServer(started: Promise<Started>): Promise<Target> {
  const { ready, stop } = await started;
  const ports = JSON.parse(ready) as Readonly<Record<string, number>>;
  return {
    send(key, sent) {
      const hostname = hostnameFor(sent);
      const address = { port: ports[hostname] ?? 0, hostname: hostname.replace("::ffff:", "") };
      return exchange(address, key, withOwnAddress(sent));
    },
    stop,
  };
}
