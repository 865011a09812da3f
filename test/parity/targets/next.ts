import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { installSelf, NO_PLATFORMS, platformTool } from "../../support/platform-tool.ts";
import { startProgram } from "../../support/serve-process.ts";
import type { Got, Missing, Target, TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";

/** A route handler in a Next.js app, as docs/mounting.md has it, built and started by Next's own commands. */
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

const APP = join(import.meta.dirname, "../../platforms/mounts/next");
const node = join(import.meta.dirname, "../../../node_modules/.bin/node");
const run = promisify(execFile);

async function startNext(sites: string): Promise<Target | Missing> {
  const next = platformTool("next/dist/bin/next");
  // Without React's types the build would fetch them, by npm: it is not to, and could not.
  if (next === undefined || platformTool("@types/react") === undefined) return NO_PLATFORMS;
  await installSelf(join(APP, ".."));
  const env = { PARITY_SITES: sites, NEXT_TELEMETRY_DISABLED: "1", npm_config_offline: "true" };
  await run(node, [next, "build"], { cwd: APP, env: { PATH: process.env["PATH"], ...env } });
  const served = await startProgram(node, [next, "start", "--port", "0", "--hostname", "127.0.0.1"], env, APP);
  return {
    // Next shows no connection, so a client's address would be lost on it.
    send: async (key, { clientIp: _hidden, ...sent }) =>
      withoutOwnVary(await exchange({ port: served.port }, key, sent)),
    stop: async () => void (await served.stop()),
  };
}

/** Next puts names of its own before ours, on every answer: see docs/limits.md. */
function withoutOwnVary({ headers, ...got }: Got): Got {
  const own = /^rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch(?:, |$)/;
  const ours = headers.map(([name, value]) => [name, name === "vary" ? value.replace(own, "") : value] as const);
  return { ...got, headers: ours.filter(([name, value]) => name !== "vary" || value !== "") };
}
