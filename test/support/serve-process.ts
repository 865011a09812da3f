import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export type Runtime = "node" | "bun" | "deno";

/** A running `firstparty serve`, or another server of ours. */
export interface Served {
  readonly port: number;
  readonly process: ChildProcessWithoutNullStreams;
  /** All of stdout and of stderr so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

const root = join(import.meta.dirname, "../..");
const bin = join(root, "node_modules/.bin");
const cli = join(root, "dist/cli/firstparty.js");

/** The command line as each runtime runs it; stdout and stderr piped. */
export function spawnCli(runtime: Runtime, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const flags = runtime === "deno" ? ["run", "-A", cli] : [cli];
  return spawn(join(bin, runtime), [...flags, ...args], { cwd: root, env: { PATH: process.env["PATH"], ...env } });
}

/** Starts `firstparty serve` and waits for its line. Rejects with what it printed where it ends before. */
export function startServe(
  runtime: Runtime,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  return whenListening(spawnCli(runtime, ["serve", ...args], env));
}

/** Starts `firstparty dev`, the playground, on Node. */
export function startDev(args: readonly string[]): Promise<Served> {
  return whenListening(spawnCli("node", ["dev", ...args]));
}

/** Starts a file that listens when it is run, as users do: a deploy template's entry, or what the README shows. */
export function startEntry(runtime: Runtime, entry: string, env: Readonly<Record<string, string>>): Promise<Served> {
  return whenListening(spawn(join(bin, runtime), [entry], { cwd: root, env: { PATH: process.env["PATH"], ...env } }));
}

/** An entry that prints one line when it is ready. */
export interface Started {
  readonly ready: string;
  stop(): Promise<void>;
}

/** Starts a file on a runtime and waits for its first line on stdout. Rejects with what it printed where it ends before. */
export function spawnEntry(
  runtime: Runtime,
  entry: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Started> {
  const flags = runtime === "deno" ? ["run", "-A", entry] : [entry];
  return spawnProgram(join(bin, runtime), [...flags, ...args], env);
}

/** The same for any program. It has no environment but PATH and what is given. */
export async function spawnProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Started> {
  const child = spawn(program, args, { cwd: root, env: { PATH: process.env["PATH"], ...env } });
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ready = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code} before it was ready: ${stderr}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      const end = stdout.indexOf("\n");
      if (end >= 0) resolve(stdout.slice(0, end));
    });
  });
  return {
    ready,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** Runs a script of package.json by npm, as a developer does in the checkout. */
export function startNpm(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Served> {
  const home = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
  return whenListening(spawn("npm", ["run", "-s", script, "--", ...args], { cwd: root, env: { ...home, ...env } }));
}

/** The same for a server of another make, which prints where it listens. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Served> {
  return whenListening(spawn(program, args, { cwd, env: { PATH: process.env["PATH"], ...env } }));
}

/** Our own lines, Bun's for a default export, Next's, or those of the templates for a server that is there already. */
const LISTENING =
  /^(?:(?:firstparty (?:listening|playground) on|Started (?:development )?server:|- Local:) +http:\/\/.*:|listening on port )(\d+)\b[^:\n]*\n/m;

async function whenListening(child: ChildProcessWithoutNullStreams): Promise<Served> {
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`it ended with ${code} before it listened: ${stderr}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      const ready = LISTENING.exec(stdout);
      if (ready) resolve(Number(ready[1]));
    });
  });
  return {
    port,
    process: child,
    output: () => ({ stdout, stderr }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      return child.exitCode;
    },
  };
}
