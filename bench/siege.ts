// Stalled connections against `firstparty serve`: what does a good client see of them? For each runtime and each way to stall, its times
// before and while, in one run. Exit 0: p99 within three times of what it was, and every good request answered; 1: not; 2: it cannot run here.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cpuMicros } from "./cpu-time.ts";
import { FIRST_CORE, SECOND_CORE } from "./cores.ts";
import { type Stall, STALLS } from "./siege/stalls.ts";
import { start, type Started, stopAll } from "./started.ts";

/** The figure that is judged: p99 while, to p99 before. */
const MOST = 3;

interface Times {
  readonly count: number;
  readonly failed: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p99: number;
}

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "1000" },
    seconds: { type: "string", default: "60" },
    before: { type: "string", default: "20" },
    only: { type: "string", default: "" },
  },
});
const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
const RUNTIMES = { node: [process.execPath], bun: [bin("bun")], deno: [bin("deno"), "run", "-A"] };
const pairs = Object.entries(RUNTIMES)
  .flatMap(([runtime, command]) => STALLS.map((kind) => ({ runtime, command, kind })))
  .filter(({ runtime, kind }) => `${runtime} ${kind.name}`.includes(values.only));

if (
  process.platform !== "linux" ||
  ["taskset", "python3"].some((tool) => spawnSync(tool, ["--version"]).error) ||
  availableParallelism() < 2
) {
  console.error(
    "siege: Linux, two cores, taskset and python3 are needed; on Debian: apt-get install util-linux python3",
  );
  process.exit(2);
}

const children: ChildProcess[] = [];
try {
  const vendor = await start([process.execPath, join(root, "bench/siege/vendor.ts")], SECOND_CORE, {});
  console.log(
    `${values.connections} connections, ${values.seconds} s\n\n${row(["", "", "before", "", "while", "", "", "", "server", ""])}\n${row(["runtime", "stall", "p50 ms", "p99 ms", "p50 ms", "p99 ms", "p99 ratio", "cut off", "sockets", "MB"])}`,
  );
  let missed = 0;
  for (const { runtime, command, kind } of pairs) if (!(await besiege(runtime, command, kind, vendor.origin))) missed++;
  console.log(
    `\nsiege: ${pairs.length} runs, ${missed} over ${MOST} times the p99 before, or with a good request lost`,
  );
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  for (const child of children) child.kill("SIGKILL");
  stopAll();
}

/** One row; false where it is not as it should be. */
async function besiege(runtime: string, command: readonly string[], kind: Stall, vendor: string): Promise<boolean> {
  const server = await serve(command, vendor);
  const port = new URL(server.origin).port;
  // A server that is just up is slow for other reasons.
  await visit(port, "3");
  const before = await visit(port, values.before);
  const besieger = program("python3", "besieger.py", [port, values.connections]);
  besieger.child.stdin.end(JSON.stringify(kind));
  await once(besieger.lines, "line");
  await calm(server.pid);
  const during = await visit(port, values.seconds);
  const sockets = socketsOf(server.pid);
  const megabytes = Math.round(residentBytes(server.pid) / 1_048_576);
  besieger.child.kill("SIGTERM");
  const [cutOff] = (await once(besieger.lines, "line")) as [string];
  process.kill(server.pid, "SIGKILL");
  const ratio = during.p99 / before.p99;
  const isHeld = ratio <= MOST && during.failed === 0;
  const figures = [before.p50, before.p99, during.p50, during.p99, ratio].map((figure) => figure.toFixed(1));
  const lost =
    during.failed === 0
      ? ""
      : `  ${during.failed} of ${during.count + during.failed} good requests lost: ${JSON.stringify(during.reasons)}`;
  console.log(
    `${row([runtime, kind.name, ...figures, cutOff, String(sockets), String(megabytes)])}${isHeld ? "" : "  MISSED"}${lost}`,
  );
  return isHeld;
}

/** Connections that are being opened, and buffers that fill, are a flood and no stall: waits until the server has next to nothing to do. */
async function calm(pid: number): Promise<void> {
  for (let seconds = 0, used = cpuMicros(pid); seconds < 60; seconds++) {
    await pause(1_000);
    const now = cpuMicros(pid);
    if (now - used < 100_000) return;
    used = now;
  }
}

function serve(command: readonly string[], vendor: string): Promise<Started> {
  return start([...command, join(root, "dist/cli/firstparty.js"), "serve", "--port", "0"], FIRST_CORE, {
    FIRSTPARTY_VENDORS: "hightouch",
    FIRSTPARTY_COOKIE_DOMAINS: "example.com",
    FIRSTPARTY_HIGHTOUCH_HOSTS_CDN: vendor,
    FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor,
  });
}

async function visit(port: string, seconds: string): Promise<Times> {
  const [line] = (await once(program(process.execPath, "good-client.ts", [port, seconds]).lines, "line")) as [string];
  return JSON.parse(line) as Times;
}

function program(command: string, file: string, args: readonly string[]) {
  const child = spawn("taskset", ["-c", SECOND_CORE, command, join(root, "bench/siege", file), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  return { child, lines: createInterface(child.stdout) };
}

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => isSocket(join(folder, name))).length;
}

/** A descriptor may be gone by now. */
function isSocket(path: string): boolean {
  try {
    return readlinkSync(path).startsWith("socket:");
  } catch {
    return false;
  }
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1_024;
}

function row(cells: readonly string[]): string {
  const widths = [8, 18, 8, 8, 8, 8, 11, 9, 9, 6];
  return cells
    .map((cell, index) => (index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join("");
}
