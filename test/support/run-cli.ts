import { once } from "node:events";
import { type Runtime, spawnCli } from "./serve-process.ts";

/** Runs the built command line to its end. */
export async function runCli(runtime: Runtime, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawnCli(runtime, args, env);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}
