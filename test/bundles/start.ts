import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Sent } from "../parity/case.ts";
import { exchange } from "../parity/targets/exchange.ts";
import { edgeEvent, edgeGot } from "../parity/targets/lambda/edge.ts";
import { type EventMaker, httpEvent } from "../parity/targets/lambda/events.ts";
import { httpGot } from "../parity/targets/lambda/results.ts";
import { startRic } from "../parity/targets/lambda-ric.ts";
import type { Got, Missing } from "../parity/target.ts";
import { NO_PLATFORMS, platformModules, platformTool } from "../support/platform-tool.ts";
import { runCli } from "../support/run-cli.ts";
import { type Runtime, spawnEntry, spawnProgram, startProgram } from "../support/serve-process.ts";

const root = join(import.meta.dirname, "../..");
const entries = join(root, "test/parity/entries");

type Env = Readonly<Record<string, string>>;

/** A bundle that runs, with nothing beside it. */
export interface Running {
  send(sent: Sent): Promise<Got>;
  stop(): Promise<void>;
}

/** One of dist/bundles on its platform's runtime: `file` is where it lies, alone in its folder. */
type Start = (file: string, env: Env) => Promise<Running | Missing>;

/** By platform: where its file goes, and how it is started. */
const STARTS: Readonly<Record<string, readonly [path: string, start: Start]>> = {
  vercel: ["api/ht.mjs", startVercel],
  netlify: ["netlify/functions/ht.mjs", startNetlify],
  "aws-lambda": ["index.mjs", inLambda(httpEvent, (payload) => httpGot(payload.toString()))],
  "lambda-edge": ["index.mjs", inLambda(originRequest, (payload) => edgeGot(payload.toString(), 1_048_576))],
  cloudflare: ["worker.mjs", startWorkerd],
  bun: ["server.mjs", serving("bun")],
  deno: ["server.mjs", serving("deno")],
  node: ["server.mjs", serving("node")],
};

export const PLATFORMS = Object.keys(STARTS);

export async function startBundle(platform: string, env: Env): Promise<Running | Missing> {
  const [path, start] = STARTS[platform] ?? [];
  if (path === undefined || start === undefined) throw new Error(`there is no bundle for ${platform}`);
  const folder = await mkdtemp(join(tmpdir(), `firstparty-bundle-${platform}-`));
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await copyFile(join(root, "dist/bundles", `${platform}.mjs`), file);
  try {
    const started = await start(file, env);
    if ("missing" in started) {
      await remove();
      return started;
    }
    return { ...started, stop: () => started.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The process that `vercel dev` starts for a function. */
async function startVercel(file: string, env: Env): Promise<Running | Missing> {
  if (platformTool("@vercel/node") === undefined) return NO_PLATFORMS;
  const folder = dirname(dirname(file));
  const { ready, stop } = await spawnEntry("node", join(entries, "vercel-dev.ts"), env, ["api/ht.mjs", folder]);
  return { send: behind(Number(ready), (host) => ({ "x-forwarded-host": host, "x-real-ip": "203.0.113.7" })), stop };
}

/** Netlify's own server for functions. */
async function startNetlify(file: string, env: Env): Promise<Running | Missing> {
  const program = platformTool("@netlify/serverless-functions-api/dist/index_server.js");
  if (program === undefined) return NO_PLATFORMS;
  const { ready, stop } = await spawnEntry("node", join(entries, "netlify-server.ts"), {
    ...env,
    NETLIFY_PROGRAM: pathToFileURL(program).href,
    NETLIFY_PLAY_ENTRY_PATH: file,
    NETLIFY_PLAY_PORT: "0",
  });
  const edge = { "x-nf-client-connection-ip": "203.0.113.7", "x-forwarded-proto": "https" };
  return { send: behind(Number(ready), () => edge), stop };
}

/** Lambda's runtime. At the edge it has no environment, and what it needs of one is in the file. */
function inLambda(toEvent: EventMaker, toGot: (payload: Buffer) => Got): Start {
  return async (file, env) => {
    const isEdge = toEvent === originRequest;
    if (isEdge) await runCli("node", ["bundle", "lambda-edge", "--out", file], env);
    const deployed = {
      folder: dirname(file),
      handler: "index.handler",
      node: join(root, "node_modules/.bin/node"),
      env: isEdge ? {} : env,
      remove: async () => {},
    };
    const started = await startRic(async () => deployed, toEvent, toGot, 1);
    if ("missing" in started) return started;
    return { send: (sent) => started.send("", { ...sent, clientIp: "203.0.113.7" }), stop: started.stop };
  };
}

function originRequest(sent: Sent, key: string): unknown {
  return edgeEvent("origin-request", sent, key);
}

/** Cloudflare's runtime, with the environment as its bindings. */
async function startWorkerd(file: string, env: Env): Promise<Running | Missing> {
  if (platformTool("workerd") === undefined) return NO_PLATFORMS;
  const config = join(dirname(file), "config.capnp");
  const bindings = Object.entries(env).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`);
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "worker", worker = .worker), (name = "loopback", network = (allow = ["local"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-11-17",
  bindings = [${bindings.join(", ")}],
  globalOutbound = "loopback",
);
`,
  );
  const { ready, stop } = await spawnProgram(
    join(platformModules, ".bin/workerd"),
    ["serve", "--control-fd=1", config],
    {},
  );
  const { port } = JSON.parse(ready) as { readonly port: number };
  return { send: behind(port, () => ({ "cf-connecting-ip": "203.0.113.7" })), stop };
}

function serving(runtime: Runtime): Start {
  return async (file, env) => {
    const program = join(root, "node_modules/.bin", runtime);
    const args = runtime === "deno" ? ["run", "--allow-net", "--allow-env", "--allow-sys", file] : [file];
    const served = await startProgram(
      program,
      args,
      { ...env, PORT: "0", FIRSTPARTY_TRUSTED_HOPS: "1" },
      dirname(file),
    );
    return {
      send: behind(served.port, () => ({ "x-forwarded-for": "203.0.113.7" })),
      stop: async () => void (await served.stop()),
    };
  };
}

/** What the platform's edge, or a proxy, writes into a request on its way. */
function behind(port: number, written: (host: string) => Readonly<Record<string, string>>): Running["send"] {
  return (sent) => {
    const host = sent.headers?.["host"] ?? "www.shop.example";
    return exchange({ port }, "", { ...sent, headers: { host, ...sent.headers, ...written(host) } });
  };
}
