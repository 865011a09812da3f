import { join } from "node:path";
import { installSelf, NO_PLATFORMS, platformTool } from "../../support/platform-tool.ts";
import { type Runtime, spawnEntry } from "../../support/serve-process.ts";
import type { Missing, Target, TargetInfo } from "../target.ts";
import { startServer } from "./servers.ts";

/** Mounted below a path of a server that is there already, as docs/mounting.md says. */
export const mountTargets: readonly TargetInfo[] = [
  {
    name: "express",
    platform: "Express 5",
    entry: "`toNode` of `firstparty/node`",
    how: "production bundle",
    traits: ["mounted"],
    start: (sites) => startMounted("express", sites),
  },
  {
    name: "fastify",
    platform: "Fastify 5",
    entry: "`toNode` of `firstparty/node`",
    how: "production bundle",
    traits: ["mounted"],
    start: (sites) => startMounted("fastify", sites),
  },
  {
    name: "hono",
    platform: "Hono 4 on Node",
    entry: "`toNode` of `firstparty/node`",
    how: "production bundle",
    traits: ["mounted"],
    start: (sites) => startMounted("hono", sites),
  },
  {
    name: "hono-bun",
    platform: "Hono 4 on Bun",
    entry: "`toBun` of `firstparty/bun`",
    how: "production bundle",
    traits: ["mounted", "resolves dot segments"],
    start: (sites) => startMounted("hono-bun", sites, "bun"),
  },
];

const FOLDER = join(import.meta.dirname, "../../platforms/mounts");

type Mount = "express" | "fastify" | "hono" | "hono-bun";

async function startMounted(name: Mount, sites: string, runtime: Runtime = "node"): Promise<Target | Missing> {
  if (platformTool("hono") === undefined) return NO_PLATFORMS;
  await installSelf(FOLDER);
  return startServer(spawnEntry(runtime, join(FOLDER, `${name}.ts`), { PARITY_SITES: sites }));
}
