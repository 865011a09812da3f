import { execFile } from "node:child_process";
import { cp, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { NO_PLATFORMS, platformTool } from "../../support/platform-tool.ts";
import { startProgram } from "../../support/serve-process.ts";
import { layTemplate, parityFiles } from "../../support/templates.ts";
import type { Got, Missing, Target, TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";
import { OTHER_PATHS } from "./mounts.ts";

/** A route handler in a Next.js app, of the template for it, built and started by Next's own commands. */
export const nextTargets: readonly TargetInfo[] = [
  {
    name: "next",
    platform: "Next.js 16, a route handler",
    entry: "the handler itself",
    how: "production bundle",
    traits: ["mounted", "decodes", "resolves dot segments", "hides the connection"],
    start: startNext,
  },
];

const PLATFORMS = join(import.meta.dirname, "../../platforms");
const node = join(import.meta.dirname, "../../../node_modules/.bin/node");
const run = promisify(execFile);

/** The site's own, which the table would take for ours: gzip over what fetch has decoded. And Next's packages are two folders above. */
const CONFIG = `import { join } from "node:path";
import own from "./template.config.mjs";
export default { ...own, compress: false, turbopack: { root: join(import.meta.dirname, "..") } };
`;

async function startNext(sites: string): Promise<Target | Missing> {
  const next = platformTool("next/dist/bin/next");
  // Without React's types the build would fetch them, by npm: it is not to, and could not.
  if (next === undefined || platformTool("@types/react") === undefined) return NO_PLATFORMS;
  // Below its packages: a link to them is no way to them for Next's build.
  const { folder, remove } = await layTemplate("next", await parityFiles(sites), PLATFORMS);
  await rename(join(folder, "next.config.mjs"), join(folder, "template.config.mjs"));
  await writeFile(join(folder, "next.config.mjs"), CONFIG);
  for (const path of OTHER_PATHS) await cp(join(folder, "app/ht"), join(folder, "app", path), { recursive: true });
  const env = { NEXT_TELEMETRY_DISABLED: "1", npm_config_offline: "true" };
  try {
    await run(node, [next, "build"], { cwd: folder, env: { PATH: process.env["PATH"], ...env } });
    const served = await startProgram(node, [next, "start", "--port", "0", "--hostname", "127.0.0.1"], env, folder);
    return {
      // Next shows no connection, so a client's address would be lost on it.
      send: async (key, { clientIp: _hidden, ...sent }) =>
        withoutOwnVary(await exchange({ port: served.port }, key, sent)),
      stop: () => served.stop().then(remove),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Next puts names of its own before ours, on every answer: see docs/limits.md. */
function withoutOwnVary({ headers, ...got }: Got): Got {
  const own = /^rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch(?:, |$)/;
  const ours = headers.map(([name, value]) => [name, name === "vary" ? value.replace(own, "") : value] as const);
  return { ...got, headers: ours.filter(([name, value]) => name !== "vary" || value !== "") };
}
