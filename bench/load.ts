import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { SECOND_CORE } from "./cores.ts";
import type { Work } from "./work.ts";

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
}

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, "request.lua");

/** Keeps 64 connections busy for so long. Throws on one answer that is no success: errors are cheap, and would win. */
export async function load(
  origin: string,
  { method, path, headers, body }: Work,
  seconds: number,
): Promise<LoadResult> {
  const flags = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const wrk = ["wrk", "-t1", "-c64", `-d${seconds}s`, "-s", SCRIPT, ...flags, origin + path];
  const env = { ...process.env, BENCH_METHOD: method, ...(body === "" ? {} : { BENCH_BODY: body }) };
  const { stdout } = await run("taskset", ["-c", SECOND_CORE, ...wrk], { env });
  const summary: { requests: number; micros: number; refused: number; broken: number } = JSON.parse(
    /^wrk-summary (.*)$/m.exec(stdout)?.[1] ?? "null",
  );
  if (summary.requests === 0 || summary.refused > 0 || summary.broken > 0) {
    throw new Error(
      `${summary.requests} answers, ${summary.refused} of them errors, and ${summary.broken} broken connections`,
    );
  }
  return { requests: summary.requests, perSecond: summary.requests / (summary.micros / 1_000_000) };
}
