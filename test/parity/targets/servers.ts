import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { NO_PLATFORMS, platformTool } from "../../support/platform-tool.ts";
import type { Runtime } from "../../support/serve-process.ts";
import { layTemplate, parityFiles } from "../../support/templates.ts";
import type { Missing, Target, TargetInfo } from "../target.ts";
import { type TemplateServer, templateServer, templateTarget } from "./template-server.ts";

const serve = "`serve` of `firstparty/server`";

/** `server.ts` of the templates for a server of one's own. */
export const serverTargets: readonly TargetInfo[] = [
  {
    name: "node",
    platform: "Node 24",
    entry: serve,
    how: "production bundle",
    start: async (sites) => templateTarget(await startTemplate("node", sites)),
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
    start: async (sites) => templateTarget(await startTemplate("bun", sites)),
  },
  {
    name: "deno",
    platform: "Deno 2.9",
    entry: serve,
    how: "production bundle",
    traits: ["sends again by itself"],
    start: async (sites) => templateTarget(await startTemplate("deno", sites)),
  },
];

const bin = join(import.meta.dirname, "../../../node_modules/.bin");

/** A template laid for the table's sites. `program`: in the place of the runtime that is installed here. */
export async function startTemplate(
  runtime: Runtime,
  sites: string,
  program = join(bin, runtime),
): Promise<TemplateServer> {
  const laid = await layTemplate(runtime, await parityFiles(sites));
  return templateServer(laid, program, runtime === "deno" ? await startArguments(laid.folder) : ["server.ts"]);
}

/** What stands behind `deno` in the template's own task. */
async function startArguments(folder: string): Promise<string[]> {
  const { tasks } = JSON.parse(await readFile(join(folder, "deno.json"), "utf8")) as { tasks: { start: string } };
  return tasks.start.split(" ").slice(1);
}

/** Node of another version, as its package on npm has it. */
async function startOtherNode(name: "node22" | "node26", sites: string): Promise<Target | Missing> {
  const node = platformTool(`${name}/bin/node`);
  return node === undefined ? NO_PLATFORMS : templateTarget(await startTemplate("node", sites, node));
}
