import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A server that said where it listens. */
export interface Started {
  readonly origin: string;
  readonly pid: number;
  /** The latest that it wrote on stderr: why it failed, if it did. A server that fails in earnest writes too much to show. */
  lastWords(): string;
}

const children: ChildProcess[] = [];

/** Starts a server on one core and waits for the line in which it names its address. */
export async function start(command: readonly string[], core: string, env: Record<string, string>): Promise<Started> {
  const child = spawn("taskset", ["-c", core, ...command], {
    // Libraries may check more where this is not set.
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-500)));
  for await (const line of createInterface(child.stdout)) {
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (origin !== undefined && child.pid !== undefined) return { origin, pid: child.pid, lastWords: () => words };
  }
  throw new Error(`ended before it listened: ${command.join(" ")}\n${words}`);
}

export function stopAll(): void {
  for (const child of children) child.kill("SIGKILL");
}
