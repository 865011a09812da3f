import fc from "fast-check";
import { Broken } from "./broken.ts";
import { PROPERTIES, type PropertyName } from "./properties.ts";

/** Some runs of one property from one seed. `path` replays one of them, as it was shrunk. */
export interface Chunk {
  readonly name: PropertyName;
  readonly seed: number;
  readonly runs: number;
  readonly path?: string | undefined;
}

export interface Failure {
  readonly rule: string;
  /** What broke, the shrunk counterexample, and how to see it again. */
  readonly report: string;
}

export interface Played {
  /** Runs before the first failure, and that one. */
  readonly runs: number;
  readonly failure: Failure | undefined;
}

/** Plays a chunk to its end, or to its first failure, which is shrunk. */
export async function play({ name, seed, runs, path = "" }: Chunk): Promise<Played> {
  const result = await fc.check(PROPERTIES[name].property, { seed, numRuns: runs, path });
  if (!result.failed) return { runs: result.numRuns, failure: undefined };
  const { errorInstance: error, counterexample, counterexamplePath } = result;
  const rule = error instanceof Broken ? error.rule : String(error);
  const message = error instanceof Broken ? error.message : error instanceof Error ? error.stack : String(error);
  const replay = `npm run fuzz -- --replay ${name}:${seed}:${counterexamplePath ?? ""}`;
  return {
    runs: result.numRuns,
    failure: { rule, report: `${message}\n  ${fc.stringify(counterexample?.[0]).slice(0, 4_000)}\n  ${replay}` },
  };
}

/** Cuts `runs` requests of all properties into chunks, the same ones on any machine; configs come beside them, uncounted. */
export function chunksOf(runs: number, seed: number, size: number): Chunk[] {
  const names = Object.keys(PROPERTIES) as PropertyName[];
  const shares = names.map((name) => Math.floor((runs * PROPERTIES[name].share) / 100));
  shares[0] = (shares[0] ?? 0) + runs - shares.reduce((sum, share) => sum + share, 0);
  return names.flatMap((name, property) => {
    const all = PROPERTIES[name].share === 0 ? Math.ceil(runs / CONFIG_EVERY) : (shares[property] ?? 0);
    return Array.from({ length: Math.ceil(all / size) }, (_, index) => ({
      name,
      seed: seedOf(seed, property, index),
      runs: Math.min(size, all - index * size),
    }));
  });
}

/** One config of each kind for so many requests. */
const CONFIG_EVERY = 50;

/** Far apart for neighbours: an avalanche of 32 bits (the finaliser of MurmurHash3). */
function seedOf(seed: number, property: number, index: number): number {
  let hash = seed ^ Math.imul(property + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
