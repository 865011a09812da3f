import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { NO_PLATFORMS, platformTool } from "../../support/platform-tool.ts";
import { layTemplate, parityFiles } from "../../support/templates.ts";
import type { Missing, Target, TargetInfo } from "../target.ts";
import { templateServer, templateTarget } from "./template-server.ts";

/** Mounted below a path of a server that is there already: the templates for those. */
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
    start: (sites) => startMounted("hono", sites, "bun.ts"),
  },
];

const templates = join(import.meta.dirname, "../../../deploy-templates");
const bin = join(import.meta.dirname, "../../../node_modules/.bin");

/** Where the vendors of the table are, beside the one path that a template has. */
export const OTHER_PATHS = ["/acme", "/sg", "/br"];

async function startMounted(template: string, sites: string, entry = "server.ts"): Promise<Target | Missing> {
  if (platformTool("hono") === undefined) return NO_PLATFORMS;
  const source = await readFile(join(templates, template, entry), "utf8");
  const mounted = source.replaceAll(/^.*"\/ht.*$/gm, (line) =>
    [line, ...OTHER_PATHS.map((path) => line.replace("/ht", path))].join("\n"),
  );
  const laid = await layTemplate(template, { ...(await parityFiles(sites)), [entry]: mounted });
  return templateTarget(templateServer(laid, join(bin, entry === "bun.ts" ? "bun" : "node"), [entry]));
}
