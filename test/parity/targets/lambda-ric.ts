import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Missing, Target, TargetInfo } from "../target.ts";
import { bundleEntry } from "./bundle.ts";
import { albMultiEvent, type EventMaker, functionUrlEvent, httpEvent, restEvent } from "./lambda/events.ts";
import { albMultiGot, httpGot, restGot } from "./lambda/results.ts";
import { type RuntimeApi, startRuntimeApi } from "./lambda/runtime-api.ts";
import { streamedGot } from "./lambda/streamed.ts";
import { lambdaTargets } from "./lambda.ts";

const root = join(import.meta.dirname, "../../..");
const ric = join(root, "test/platforms/ric/node_modules/aws-lambda-ric");

/** One file, bundled, in Lambda's own runtime; the test is Lambda's runtime API, and makes the events as it does in process. */
export const lambdaRicTargets: readonly TargetInfo[] = [
  onRic("lambda-rest", "handler", restEvent, (payload) => restGot(payload.toString())),
  onRic("lambda-http", "handler", httpEvent, (payload) => httpGot(payload.toString())),
  onRic("lambda-alb-multi", "handler", albMultiEvent, (payload) => albMultiGot(payload.toString())),
  onRic("lambda-url-stream", "streamed", functionUrlEvent, streamedGot),
];

function onRic(
  base: string,
  handler: "handler" | "streamed",
  toEvent: EventMaker,
  toGot: typeof streamedGot,
): TargetInfo {
  const info = lambdaTargets.find(({ name }) => name === base);
  if (info === undefined) throw new Error(`there is no target ${base}`);
  return {
    ...info,
    name: base.replace("lambda-", "lambda-ric-"),
    how: "official runtime",
    start: (sites) => startRic(sites, handler, toEvent, toGot),
  };
}

/** A process has one invocation at a time; cases that wait for a late vendor must not hold up all others. */
const PROCESSES = 4;

async function startRic(
  sites: string,
  handler: string,
  toEvent: EventMaker,
  toGot: typeof streamedGot,
): Promise<Target | Missing> {
  if (!existsSync(join(ric, "rapid-client.node"))) {
    return {
      missing:
        "Lambda's runtime is not here: npm install --prefix test/platforms/ric (builds native code; CONTRIBUTING.md says what it needs)",
    };
  }
  const { folder, remove } = await bundleEntry("lambda");
  const api = await startRuntimeApi();
  const started = Array.from({ length: PROCESSES }, () => spawnRic(folder, handler, api, sites));
  await Promise.race([api.whenAsked(PROCESSES), ...started.map(({ ended }) => ended)]);
  return {
    version: "aws-lambda-ric 4.0.2",
    send: async (key, sent) => toGot(await api.invoke(toEvent(sent, key))),
    async stop() {
      await Promise.all(started.map(({ stop }) => stop()));
      await api.stop();
      await remove();
    },
  };
}

function spawnRic(folder: string, handler: string, { address }: RuntimeApi, sites: string) {
  const child = spawn(join(root, "node_modules/.bin/node"), [join(ric, "index.mjs"), `lambda.${handler}`], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      PARITY_SITES: sites,
      _HANDLER: `lambda.${handler}`,
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
