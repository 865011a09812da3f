import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { toNetlify, toNetlifyEdge } from "firstparty/netlify";
import { NO_PLATFORMS, platformModules, platformVersion } from "../../support/platform-tool.ts";
import { spawnEntry } from "../../support/serve-process.ts";
import type { Missing, Target, TargetInfo, Trait } from "../target.ts";
import { bundleEntry } from "./bundle.ts";
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
    start: (sites) => startFunction(sites, "netlify-server", "index_server.js"),
  },
  {
    name: "netlify lambda",
    platform: "Netlify Functions",
    entry: functions,
    how: "official runtime",
    traits: [...functionTraits, "parses the Host", "takes whole requests"],
    start: (sites) => startFunction(sites, "netlify-lambda", "index.js"),
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
    how: "official runtime",
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

function withContext(entry: ReturnType<typeof toNetlify>): FetchEntry {
  return (request, ip) => entry(request, { ip, waitUntil: () => {} });
}

/** A bundle in `file`, one of Netlify's own programs for functions, behind `entry`, which prints its port. */
async function startFunction(sites: string, entry: string, file: string): Promise<Target | Missing> {
  const version = platformVersion(FUNCTIONS_API);
  if (version === undefined) return NO_PLATFORMS;
  const bundle = await bundleEntry("netlify");
  const { ready, stop } = await spawnEntry("node", join(ENTRIES, `${entry}.ts`), {
    PARITY_SITES: sites,
    NETLIFY_PROGRAM: pathToFileURL(join(platformModules, FUNCTIONS_API, "dist", file)).href,
    NETLIFY_PLAY_ENTRY_PATH: bundle.file,
    NETLIFY_PLAY_PORT: "0",
  });
  return behindEdge(Number(ready), `${FUNCTIONS_API} ${version}`, async () => {
    await stop();
    await bundle.remove();
  });
}

/** The bootstrap of Netlify's edge on Deno, in the mode that it has when it is deployed. */
async function startEdge(sites: string): Promise<Target | Missing> {
  const version = platformVersion(EDGE_DEV);
  if (version === undefined) return NO_PLATFORMS;
  const { ready, stop } = await spawnEntry("deno", join(ENTRIES, "netlify-edge-server.ts"), {
    PARITY_SITES: sites,
    NETLIFY_PROGRAM: pathToFileURL(join(platformModules, EDGE_DEV, "dist/deno/bootstrap.mjs")).href,
    DENO_DEPLOYMENT_ID: "parity",
  });
  return behindEdge(Number(ready), `${EDGE_DEV} ${version}`, stop);
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
