import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** User and system microseconds that a process and its living descendants have used, in steps of a tick (10 ms on Linux). */
export function cpuMicros(pid: number): number {
  // After the name, which may hold spaces and brackets: state is field 3, utime and stime are 14 and 15 (proc_pid_stat(5)).
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(/\) (?!.*\) )/);
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  const own = (((user ?? 0) + (system ?? 0)) / TICKS_PER_SECOND) * 1_000_000;
  return childrenOf(pid).reduce((sum, child) => sum + cpuMicros(child), own);
}

/** `children` is by thread, and a runtime may fork on any of them. */
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}
