// CPU time a request of firstparty's relay and renew, beside the leanest programs that move the same bytes and two known proxies.
// Exit 0: budgets held; 1: one missed, or a subject that failed; 2: this machine cannot run it.
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { verdicts } from "./budgets.ts";
import { SECOND_CORE } from "./cores.ts";
import { figuresOf, table } from "./figures.ts";
import { measure } from "./measure.ts";
import { start, stopAll } from "./started.ts";
import { ORIGIN, SUBJECTS } from "./subjects.ts";
import type { WorkName } from "./work.ts";

const WORKS: readonly WorkName[] = ["event", "script", "renew"];

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    only: { type: "string", default: "" },
  },
});
const seconds = whole("--seconds", values.seconds);
const rounds = whole("--rounds", values.rounds);
const only = values.only.toLowerCase();
const pairs = WORKS.flatMap((work) =>
  SUBJECTS.filter((subject) => subject.work.includes(work)).map((subject) => ({ subject, work })),
).filter(({ subject, work }) => `${work} ${subject.name}`.toLowerCase().includes(only));

if (pairs.length === 0) cannot(`--only must be a part of a work or a subject, such as event or Bun (got "${only}")`);
if (availableParallelism() < 2) cannot("two cores are needed: one for the subject, one for the load");
for (const [program, from] of [
  ["taskset", "util-linux"],
  ["wrk", "wrk"],
] as const) {
  if (spawnSync(program, ["--version"]).error) cannot(`${program} is missing; on Debian: apt-get install ${from}`);
}

try {
  const origin = await start(ORIGIN, SECOND_CORE, {});
  const figures = figuresOf(await measure(pairs, origin, { rounds, seconds }));
  const judged = verdicts(figures);
  console.log(`${table(figures)}\n`);
  for (const { text } of judged) console.log(text);
  process.exitCode = judged.some(({ isMissed }) => isMissed) ? 1 : 0;
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
} finally {
  stopAll();
}

/** Without stacks: what went wrong is the subject's, not the bench's. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = "stderr" in error ? String(error.stderr).trim() : error.message;
  return error.cause === undefined ? said : `${said}\n${reasonOf(error.cause)}`;
}

function whole(option: string, value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  return cannot(`${option} must be a whole number from 1 up (got "${value}")`);
}

function cannot(reason: string): never {
  console.error(`bench: ${reason}`);
  process.exit(2);
}
