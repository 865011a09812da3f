import { spawn } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { packedPackage } from "../support/packed.ts";
import { type Served, startProgram } from "../support/serve-process.ts";
import { copyTemplate } from "../support/templates.ts";

const root = join(import.meta.dirname, "../..");

/** For what installs and builds. */
export const PATIENT = 180_000;

export interface StepOptions {
  /** What is run in the place of a line that needs an account, or a machine of another kind. README has to name the line under "What was not run". */
  readonly instead?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A template's README, followed to the letter in a copy that has nothing installed, with the packed package beside it. */
export interface Walk {
  readonly folder: string;
  readonly readme: string;
  /** Runs the commands of a step, 1 to 5, as one script that ends at the first failure. Resolves with what it printed on stdout; rejects with all that it printed. */
  run(step: number, options?: StepOptions): Promise<string>;
  /** Starts the commands of a step that leave a server of ours running, and waits until it listens. */
  start(step: number, options?: StepOptions): Promise<Served>;
  remove(): Promise<void>;
}

export async function startWalk(name: string): Promise<Walk> {
  const above = await mkdtemp(join(tmpdir(), "firstparty-walk-"));
  const folder = join(above, basename(name));
  const { tarball } = await packedPackage();
  await copyFile(tarball, join(above, basename(tarball)));
  await copyTemplate(name, folder);
  const readme = await readFile(join(folder, "README.md"), "utf8");
  const steps = stepsOf(readme);
  const script = (step: number, { instead = {} }: StepOptions) => {
    let commands = steps[step - 1] ?? "";
    if (commands === "") throw new Error(`step ${step} of ${name} has no commands`);
    for (const [line, other] of Object.entries(instead)) {
      if (!commands.includes(line)) throw new Error(`step ${step} of ${name} does not say: ${line}`);
      if (!notRunOf(readme).includes(line)) throw new Error(`${name} does not say under "What was not run": ${line}`);
      commands = commands.replace(line, other);
    }
    return `set -euo pipefail\n${commands}`;
  };
  const env = (own: StepOptions["env"]) => ({
    PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
    HOME: process.env["HOME"] ?? above,
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_prefer_offline: "true",
    npm_config_loglevel: "error",
    ...own,
  });
  return {
    folder,
    readme,
    run: (step, options = {}) => bash(script(step, options), folder, env(options.env)),
    start(step, options = {}) {
      // In bash's place, so that a signal reaches it.
      const lines = script(step, options)
        .trimEnd()
        .replace(/\n(?=[^\n]*$)/, "\nexec env ");
      return startProgram("bash", ["-c", lines], env(options.env), folder);
    },
    remove: () => rm(above, { recursive: true, force: true }),
  };
}

/** The commands of each of the numbered steps, those of several blocks one after the other. */
export function stepsOf(readme: string): string[] {
  const [, ...steps] = readme.split(/^(?=## )/m)[0]?.split(/^\d+\. /m) ?? [];
  return steps.map((step) =>
    [...step.matchAll(/^( *)```sh\n(.*?)^ *```$/gms)]
      .map(([, indent = "", commands = ""]) => commands.replaceAll(new RegExp(`^${indent}`, "gm"), ""))
      .join(""),
  );
}

export function notRunOf(readme: string): string {
  return readme.split(/^## /m).find((section) => section.startsWith("What was not run")) ?? "";
}

function bash(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", script], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let all = "";
    child.stdout.on("data", (chunk: Buffer) => ((stdout += chunk.toString()), (all += chunk.toString())));
    child.stderr.on("data", (chunk: Buffer) => (all += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`it ended with ${code}:\n${script}\n${all}`));
    });
  });
}
