import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { platformModules } from "./platform-tool.ts";
import { unzip } from "./unzip.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

/** What `vercel build` wants of a project that nobody has linked. */
const UNLINKED = { projectId: "prj_none", orgId: "team_none", settings: { framework: null, nodeVersion: "24.x" } };

/**
 * `vercel build` in a project that is installed: `.vercel/output` is what would be deployed. The functions are built with the handler that
 * Vercel runs them by (`VERCEL_API_FUNCTION_BUNDLING`); without it that part stays Vercel's own.
 */
export async function vercelBuild(folder: string): Promise<string> {
  await vercelLink(folder);
  await tool("vercel", ["build", "--prod"], folder, { ...VERCEL, VERCEL_INSTALL_COMPLETED: "1" });
  return join(folder, ".vercel/output");
}

/** What `vercel link` leaves behind, of no project. */
export async function vercelLink(folder: string): Promise<void> {
  await mkdir(join(folder, ".vercel"), { recursive: true });
  await writeFile(join(folder, ".vercel/project.json"), JSON.stringify(UNLINKED));
}

/** For `vercel build`, in the environment. */
export const VERCEL = { VERCEL_API_FUNCTION_BUNDLING: "1", VERCEL_TELEMETRY_DISABLED: "1" };

/** A function of Netlify's manifest (.netlify/functions/manifest.json), as far as it is read. */
export interface NetlifyFunction {
  readonly name: string;
  readonly path: string;
  readonly runtimeVersion: string;
  readonly buildData: { readonly bootstrapVersion: string };
  readonly routes: readonly { readonly pattern: string; readonly expression: string }[];
}

/** `netlify build --offline`, by the package that the command line runs for it. */
export async function netlifyBuild(folder: string): Promise<void> {
  await tool("netlify-build", ["--offline"], folder);
}

/** What it has built: the function `ht`, its archive unpacked into `files`. */
export async function builtFunction(
  folder: string,
): Promise<{ readonly built: NetlifyFunction; readonly files: string }> {
  const manifest = await readFile(join(folder, ".netlify/functions/manifest.json"), "utf8");
  const built = (JSON.parse(manifest) as { functions: NetlifyFunction[] }).functions.find(({ name }) => name === "ht");
  if (built === undefined) throw new Error(`there is no function ht: ${manifest}`);
  const files = join(folder, "unpacked");
  await unzip(built.path, files);
  return { built, files };
}

/** The reader of its own format that Netlify's bundler brings. */
const ESZIP = join(platformModules, "@netlify/build/node_modules/@netlify/edge-bundler/deno/vendor");

/** What is read of .netlify/edge-functions-dist/manifest.json. */
export interface NetlifyEdgeBundle {
  /** Its modules unpacked: `stage2.js` exports `functions`, `import-map.json` is for Deno. */
  readonly modules: string;
  readonly routes: readonly { readonly function: string; readonly pattern: string; readonly path: string }[];
}

/** The same of Edge Functions, which come as one eszip. */
export async function builtEdgeFunctions(folder: string): Promise<NetlifyEdgeBundle> {
  const dist = join(folder, ".netlify/edge-functions-dist");
  const manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8")) as {
    readonly bundles: readonly { readonly asset: string; readonly format: string }[];
    readonly routes: NetlifyEdgeBundle["routes"];
  };
  const eszip = manifest.bundles.find(({ format }) => format === "eszip2");
  if (eszip === undefined) throw new Error("it has built no eszip");
  const modules = join(folder, "unpacked");
  // --no-npm: else Deno goes by our package.json, and runs no TypeScript that lies in node_modules.
  const flags = ["run", "-A", "--no-npm", `--import-map=${ESZIP}/import_map.json`];
  await run(
    join(root, "node_modules/.bin/deno"),
    [...flags, join(root, "test/parity/entries/netlify-eszip.ts"), join(dist, eszip.asset), modules],
    { env: { ...process.env, ESZIP: pathToFileURL(join(ESZIP, "deno.land/x/eszip@v0.55.2/mod.ts")).href } },
  );
  return { modules, routes: manifest.routes };
}

/** `wrangler deploy --dry-run`, which leaves the Worker's one file as `built/worker.js`. `date` takes the place of its config's compatibility date. */
export async function wranglerBuild(folder: string, date: string): Promise<void> {
  await tool("wrangler", ["deploy", "--dry-run", "--outdir", "built", "--compatibility-date", date], folder, {
    WRANGLER_SEND_METRICS: "false",
  });
}

/** One of the platforms' tools where `npx` finds it, as if it had fetched it. */
export async function layTool(folder: string, name: string): Promise<void> {
  await symlink(join(platformModules, ".bin", name), join(folder, "node_modules/.bin", name));
}

/** Rejects with all that it printed. It finds this Node and Deno first, and keeps its own settings within the folder. */
async function tool(
  name: string,
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const PATH = `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`;
  const home = join(folder, ".home");
  await run(join(platformModules, ".bin", name), args, {
    cwd: folder,
    env: { PATH, HOME: home, XDG_CONFIG_HOME: home, CI: "1", NO_COLOR: "1", DO_NOT_TRACK: "1", ...env },
    maxBuffer: 16 * 1024 * 1024,
  }).catch(({ stdout, stderr }: { readonly stdout?: string; readonly stderr?: string }) => {
    throw new Error(`${name} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  });
}
