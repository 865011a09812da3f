// Hostile requests, events and configs, and what has to hold of each: docs/security/fuzzing.md. The last line says how many were run.
// Exit 0: nothing broke; 1: something did.
import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { type Chunk, chunksOf, type Failure, type Played, play } from "./chunk.ts";
import { prove } from "./prove.ts";
import { PROPERTIES, type PropertyName } from "./properties.ts";

const CHUNK_RUNS = 1_000;
/** A chunk takes a second or two; one that takes this long holds a request that is never answered. */
const HUNG_MS = 120_000;
const HUNG = "every request is answered in time";
/** Of one property; more would be the same mistake again. */
const FAILURES_ENOUGH = 10;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    only: { type: "string", default: "" },
    replay: { type: "string", default: "" },
    mutants: { type: "boolean", default: false },
  },
});

if (values.mutants) process.exitCode = (await prove(whole("--seed", values.seed), values.only)) > 0 ? 1 : 0;
else if (values.replay === "") await fuzz(whole("--runs", values.runs), whole("--seed", values.seed));
else await replay(values.replay);

async function fuzz(runs: number, seed: number): Promise<void> {
  const chunks = chunksOf(runs, seed, CHUNK_RUNS).filter(({ name }) => name.includes(values.only));
  const failures: Failure[] = [];
  const failedOf = new Map<PropertyName, number>();
  let [requests, configs] = [0, 0];
  const next = (): Chunk | undefined => {
    const chunk = chunks.shift();
    return chunk !== undefined && (failedOf.get(chunk.name) ?? 0) >= FAILURES_ENOUGH ? next() : chunk;
  };
  console.log(`fuzz: seed ${seed}`);
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), chunks.length) }, async () => {
      let player = startPlayer();
      for (let chunk = next(); chunk !== undefined; chunk = next()) {
        const { runs: played, failure } = await player.play(chunk);
        if (PROPERTIES[chunk.name].share === 0) configs += played;
        else requests += played;
        if (failure === undefined) continue;
        failedOf.set(chunk.name, (failedOf.get(chunk.name) ?? 0) + 1);
        failures.push(failure);
        console.log(`\n${chunk.name}: ${failure.report}`);
        if (failure.rule === HUNG) player = startPlayer();
      }
      await player.stop();
    }),
  );
  for (const each of new Set(failures.map(({ rule }) => rule))) {
    console.log(`${failures.filter(({ rule }) => rule === each).length} x ${each}`);
  }
  console.log(`fuzz: ${configs} configs beside`);
  console.log(`fuzz: ${requests} runs, seed ${seed}, ${failures.length} failures`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

/** A thread that plays chunks, and is given up where one does not end. */
function startPlayer() {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  return {
    play: (chunk: Chunk) =>
      new Promise<Played>((resolve, reject) => {
        const report = `${HUNG}: no answer within ${HUNG_MS / 1_000} s\n  npm run fuzz -- --replay ${chunk.name}:${chunk.seed}:`;
        const timer = setTimeout(() => {
          void worker.terminate();
          resolve({ runs: 0, failure: { rule: HUNG, report } });
        }, HUNG_MS);
        worker.removeAllListeners();
        worker.once("error", reject);
        worker.once("message", (played: Played) => {
          clearTimeout(timer);
          resolve(played);
        });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin
        worker.postMessage(chunk);
      }),
    stop: () => worker.terminate(),
  };
}

async function replay(text: string): Promise<void> {
  const [name = "", seed = "", ...path] = text.split(":");
  if (!Object.hasOwn(PROPERTIES, name)) throw new Error(`--replay takes <property>:<seed>:<path> (got "${text}")`);
  const { failure } = await play({
    name: name as PropertyName,
    seed: Number(seed),
    runs: CHUNK_RUNS,
    path: path.join(":"),
  });
  console.log(failure === undefined ? "fuzz: holds now" : failure.report);
  process.exitCode = failure === undefined ? 0 : 1;
}

function whole(option: string, value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new Error(`${option} must be a whole number (got "${value}")`);
}
