import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Missing, Target, TargetInfo } from "../target.ts";
import { bundleEntry } from "./bundle.ts";
import { edgeEvent, edgeGot } from "./lambda/edge.ts";
import { albMultiEvent, type EventMaker, functionUrlEvent, httpEvent, restEvent } from "./lambda/events.ts";
import { albMultiGot, httpGot, restGot } from "./lambda/results.ts";
import { type RuntimeApi, startRuntimeApi } from "./lambda/runtime-api.ts";
import { streamedGot } from "./lambda/streamed.ts";
import { synthesise } from "./lambda/synthesised.ts";
import { lambdaTargets } from "./lambda.ts";

const root = join(import.meta.dirname, "../../..");
const NODE = join(root, "node_modules/.bin/node");
const ric = join(root, "test/platforms/ric/node_modules/aws-lambda-ric");

/** One file, bundled, in Lambda's own runtime; the test is Lambda's runtime API, and makes the events as it does in process. */
export const lambdaRicTargets: readonly TargetInfo[] = [
  onRic("lambda-rest", ours("handler"), restEvent, (payload) => restGot(payload.toString())),
  onRic("lambda-http", theTemplates("api-gateway"), httpEvent, (payload) => httpGot(payload.toString())),
  onRic("lambda-alb-multi", ours("handler"), albMultiEvent, (payload) => albMultiGot(payload.toString())),
  onRic("lambda-url-stream", ours("streamed"), functionUrlEvent, streamedGot),
  onRic(
    "lambda-edge-origin",
    theTemplates("edge"),
    (sent, key) => edgeEvent("origin-request", sent, key),
    (payload) => edgeGot(payload.toString(), 1_048_576),
  ),
];

/** What is deployed. */
export interface Deployed {
  /** Where Lambda unpacks it. */
  readonly folder: string;
  /** `<file>.<export>` */
  readonly handler: string;
  readonly node: string;
  /** For the function's environment. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

type Deploy = (sites: string) => Promise<Deployed | Missing>;

function ours(name: "handler" | "streamed"): Deploy {
  return async (sites) => ({
    ...(await bundleEntry("lambda")),
    handler: `lambda.${name}`,
    node: NODE,
    env: { PARITY_SITES: sites },
  });
}

/** The stack of deploy-templates/aws makes it. */
function theTemplates(runsOn: "api-gateway" | "edge"): Deploy {
  return async (sites) => {
    const made = await synthesise(runsOn, sites);
    return "missing" in made ? made : { ...made, env: {} };
  };
}

function onRic(base: string, deploy: Deploy, toEvent: EventMaker, toGot: typeof streamedGot): TargetInfo {
  const info = lambdaTargets.find(({ name }) => name === base);
  if (info === undefined) throw new Error(`there is no target ${base}`);
  return {
    ...info,
    name: base.replace("lambda-", "lambda-ric-"),
    how: "official runtime",
    start: (sites) => startRic(() => deploy(sites), toEvent, toGot),
  };
}

/** A process has one invocation at a time; cases that wait for a late vendor must not hold up all others. */
const PROCESSES = 4;

/** Runs it in Lambda's runtime. */
export async function startRic(
  deploy: () => Promise<Deployed | Missing>,
  toEvent: EventMaker,
  toGot: typeof streamedGot,
  processes = PROCESSES,
): Promise<Target | Missing> {
  if (!existsSync(join(ric, "rapid-client.node"))) {
    return {
      missing:
        "Lambda's runtime is not here: npm install --prefix test/platforms/ric (builds native code; CONTRIBUTING.md says what it needs)",
    };
  }
  const deployed = await deploy();
  if ("missing" in deployed) return deployed;
  const api = await startRuntimeApi();
  const started = Array.from({ length: processes }, () => spawnRic(deployed, api));
  await Promise.race([api.whenAsked(processes), ...started.map(({ ended }) => ended)]);
  return {
    version: "aws-lambda-ric 4.0.2",
    send: async (key, sent) => toGot(await api.invoke(toEvent(sent, key))),
    async stop() {
      await Promise.all(started.map(({ stop }) => stop()));
      await api.stop();
      await deployed.remove();
    },
  };
}

function spawnRic({ folder, handler, node, env }: Deployed, { address }: RuntimeApi) {
  const child = spawn(node, [join(ric, "index.mjs"), handler], {
    cwd: folder,
    env: {
      ...env,
      PATH: process.env["PATH"],
      _HANDLER: handler,
      LAMBDA_TASK_ROOT: folder,
      AWS_LAMBDA_RUNTIME_API: address,
      AWS_LAMBDA_FUNCTION_NAME: "firstparty",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_LOG_GROUP_NAME: "group",
      AWS_LAMBDA_LOG_STREAM_NAME: "stream",
    },
  });
  let log = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const exit = once(child, "exit");
  let isStopped = false;
  return {
    /** Rejects where it ends by itself; after that nobody listens. */
    ended: exit.then(() => {
      if (!isStopped) throw new Error(`Lambda's runtime ended by itself: ${log}`);
    }),
    async stop() {
      isStopped = true;
      // It waits for an event in native code and hears no other signal.
      child.kill("SIGKILL");
      await exit;
    },
  };
}
