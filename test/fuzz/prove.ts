import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Mutant, MUTANTS } from "./mutants.ts";

const root = join(import.meta.dirname, "../..");
/** Looked for in few runs first. */
const STEPS = [2_000, 20_000, 200_000];
const NEEDED = ["core", "adapters", "server", "test/fuzz", "test/pitfalls", "package.json"];

/** Makes each mistake in a copy of the sources, and looks for it. Resolves with the number of those that nothing broke by. */
export async function prove(seed: number, only: string): Promise<number> {
  const copy = await mkdtemp(join(tmpdir(), "firstparty-fuzz-"));
  for (const path of NEEDED) await cp(join(root, path), join(copy, path), { recursive: true });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  const mutants = MUTANTS.filter(({ what }) => what.includes(only));
  let survivors = 0;
  for (const mutant of mutants) {
    const found = await foundIn(copy, mutant, seed);
    if (found === undefined) survivors++;
    console.log(`${found ?? "SURVIVED"}  ${mutant.what}`);
  }
  await rm(copy, { recursive: true });
  console.log(`fuzz: ${mutants.length} mutants, seed ${seed}, ${survivors} survived`);
  return survivors;
}

/** The runs that it took, and the rules that broke; undefined where none did. */
async function foundIn(copy: string, { what, undo }: Mutant, seed: number): Promise<string | undefined> {
  const sources = new Map<string, string>();
  for (const { file, from, to } of undo) {
    const source = await readFile(join(copy, file), "utf8");
    if (source.split(from).length !== 2) throw new Error(`${what}: ${file} does not hold it once: ${from}`);
    sources.set(file, source);
    await writeFile(
      join(copy, file),
      source.replace(from, () => to),
    );
  }
  try {
    for (const runs of STEPS) {
      const { code, lines } = await fuzz(copy, runs, seed);
      if (code === 0) continue;
      const rules = lines.flatMap((line) => /^\d+ x (.*)/.exec(line)?.[1] ?? []);
      // A mistake that does not even load proves nothing.
      if (rules.length === 0) throw new Error(`${what}: ${lines.join("\n")}`);
      return `${String(runs).padStart(6)}  ${rules.join("; ")}  <-`;
    }
    return undefined;
  } finally {
    for (const [file, source] of sources) await writeFile(join(copy, file), source);
  }
}

function fuzz(
  copy: string,
  runs: number,
  seed: number,
): Promise<{ readonly code: number | null; readonly lines: string[] }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["test/fuzz/run.ts", "--runs", String(runs), "--seed", String(seed)], {
      cwd: copy,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("close", (code) => resolve({ code, lines: output.trim().split("\n") }));
  });
}
