import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { toNetlify, toNetlifyEdge } from "firstparty/netlify";
import { builtEdgeFunctions, builtFunction, netlifyBuild } from "../../support/platform-builds.ts";
import { NO_PLATFORMS, platformModules, platformVersion } from "../../support/platform-tool.ts";
import { spawnEntry, spawnProgram, type Started } from "../../support/serve-process.ts";
import { layTemplate, parityFiles } from "../../support/templates.ts";
import type { Missing, Target, TargetInfo, Trait } from "../target.ts";
import { exchange } from "./exchange.ts";
import { type FetchEntry, startInProcess } from "./fetch.ts";

const functions = "`toNetlify` of `firstparty/netlify`";
const edge = "`toNetlifyEdge` of `firstparty/netlify`";
const traits: readonly Trait[] = ["decodes", "resolves dot segments", "replaces X-Forwarded-For"];
const functionTraits: readonly Trait[] = [...traits, "buffers answers"];

export const netlifyTargets: readonly TargetInfo[] = [
  {
    name: "netlify",
    platform: "Netlify Functions",
    entry: functions,
    how: "in process",
    traits: [...functionTraits, "makes up a Host"],
    start: async (sites) => startInProcess(sites, (handler) => withContext(toNetlify(handler))),
  },
  {
    name: "netlify server",
    platform: "Netlify Functions",
    entry: functions,
    how: "official runtime",
    traits: [...functionTraits, "parses the Host", "splits the target"],
    start: startServer,
  },
  {
    name: "netlify lambda",
    platform: "Netlify Functions",
    entry: functions,
    how: "production bundle",
    traits: [...functionTraits, "parses the Host", "takes whole requests"],
    start: startLambda,
  },
  {
    name: "netlify-edge",
    platform: "Netlify Edge Functions",
    entry: edge,
    how: "in process",
    traits: ["borrows Node's fetch", ...traits, "makes up a Host"],
    start: async (sites) => startInProcess(sites, (handler) => withContext(toNetlifyEdge(handler))),
  },
  {
    name: "netlify-edge on deno",
    platform: "Netlify Edge Functions",
    entry: edge,
    how: "production bundle",
    traits: [
      "resolves dot segments",
      "parses the Host",
      "makes up a Host",
      "measures bodies",
      "replaces X-Forwarded-For",
      "sends again by itself",
    ],
    start: startEdge,
  },
];

const FUNCTIONS_API = "@netlify/serverless-functions-api";
const EDGE_DEV = "@netlify/edge-functions-dev";
const ENTRIES = join(import.meta.dirname, "../entries");
const rootModules = join(import.meta.dirname, "../../../node_modules");

function withContext(entry: ReturnType<typeof toNetlify>): FetchEntry {
  return (request, ip) => entry(request, { ip, waitUntil: () => {} });
}

/** What `netlify build` makes of the template, by Netlify's server for functions. */
async function startServer(sites: string): Promise<Target | Missing> {
  const version = platformVersion(FUNCTIONS_API);
  if (version === undefined) return NO_PLATFORMS;
  const { folder, remove } = await layTemplate("netlify", await parityFiles(sites));
  await netlifyBuild(folder);
  const { files } = await builtFunction(folder);
  const { ready, stop } = await spawnEntry("node", join(ENTRIES, "netlify-server.ts"), {
    NETLIFY_PROGRAM: pathToFileURL(join(platformModules, FUNCTIONS_API, "dist/index_server.js")).href,
    NETLIFY_PLAY_ENTRY_PATH: join(files, "netlify/functions/ht.mjs"),
    NETLIFY_PLAY_PORT: "0",
  });
  return behindEdge(Number(ready), `${FUNCTIONS_API} ${version}`, both(stop, remove));
}

/** The same archive as Lambda has it, with the bootstrap that is in it. */
async function startLambda(sites: string): Promise<Target | Missing> {
  const version = platformVersion("@netlify/build");
  if (version === undefined) return NO_PLATFORMS;
  const { folder, remove } = await layTemplate("netlify", await parityFiles(sites));
  await netlifyBuild(folder);
  const { built, files } = await builtFunction(folder);
  const { ready, stop } = await startArchive(files);
  const versions = `@netlify/build ${version}, bootstrap ${built.buildData.bootstrapVersion}`;
  return behindEdge(Number(ready), versions, both(stop, remove));
}

/** The eszip that `netlify build` makes of the template, by the bootstrap of Netlify's edge on Deno, in the mode that it has when it is deployed. */
async function startEdge(sites: string): Promise<Target | Missing> {
  const version = platformVersion(EDGE_DEV);
  if (version === undefined) return NO_PLATFORMS;
  const { folder, remove } = await layTemplate("netlify-edge", await parityFiles(sites));
  await netlifyBuild(folder);
  const { modules } = await builtEdgeFunctions(folder);
  const { ready, stop } = await startEszip(modules);
  return behindEdge(Number(ready), `${EDGE_DEV} ${version}`, both(stop, remove));
}

/** A function's archive, unpacked; its first line is the port. */
export function startArchive(files: string): Promise<Started> {
  return spawnEntry("node", join(ENTRIES, "netlify-lambda.ts"), {}, [files]);
}

/** An eszip, unpacked; its first line is the port. */
export function startEszip(modules: string): Promise<Started> {
  return spawnProgram(
    join(rootModules, ".bin/deno"),
    ["run", "-A", `--import-map=${modules}/import-map.json`, join(ENTRIES, "netlify-edge-server.ts"), modules],
    {
      NETLIFY_PROGRAM: pathToFileURL(join(platformModules, EDGE_DEV, "dist/deno/bootstrap.mjs")).href,
      DENO_DEPLOYMENT_ID: "parity",
    },
  );
}

function both(stop: () => Promise<void>, remove: () => Promise<void>) {
  return async () => {
    await stop();
    await remove();
  };
}

/** What Netlify's edge writes into a request is written here: the client's address, and the scheme, which is http for `netlify dev` alone. */
function behindEdge(port: number, version: string, stop: () => Promise<void>): Target {
  return {
    version,
    send(key, { clientIp = "127.0.0.1", ...sent }) {
      const isDev = /^(?:.+\.)?localhost|^127\.|^\[/.test(sent.headers?.["host"] ?? "");
      return exchange({ port }, key, {
        ...sent,
        headers: {
          ...sent.headers,
          "x-nf-client-connection-ip": clientIp,
          "x-forwarded-proto": isDev ? "http" : "https",
        },
      });
    },
    stop,
  };
}
