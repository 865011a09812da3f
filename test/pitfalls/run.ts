/**
 * `npm run pitfalls`: undoes, in a copy of the project, what each test of the list holds, and has to see that test fail. Ends with one
 * line, and 1 where a test did not notice. `-- P8 P19` for some; `-- --page` writes docs/security/pitfalls.md.
 */
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pitfalls } from "./index.ts";
import { pitfallsPage } from "./page.ts";
import type { HeldBy } from "./pitfall.ts";

const root = join(import.meta.dirname, "../..");
const args = process.argv.slice(2);
const AT_ONCE = 2;

if (args[0] === "--page") {
  await writeFile(join(root, "docs/security/pitfalls.md"), pitfallsPage(pitfalls));
} else {
  const asked = pitfalls.filter(({ id }) => args.length === 0 || args.includes(id));
  process.exitCode = await judge(asked.flatMap(({ id, heldBy }) => heldBy.map((held) => ({ id, ...held }))));
}

async function judge(all: readonly (HeldBy & { readonly id: string })[]): Promise<number> {
  const left = [...all];
  let unnoticed = 0;
  const work = async () => {
    const copy = await copyOfProject();
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { id, test, file } = next;
      const outcome = await undone(copy, next);
      if (outcome !== "failed") unnoticed++;
      console.log(
        `${outcome === "failed" ? "noticed" : "MISSED "}  ${id}  ${file}: ${test}${outcome === "failed" ? "" : ` (${outcome})`}`,
      );
    }
    await rm(copy, { recursive: true });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  console.log(`pitfalls: ${all.length} rules undone, ${unnoticed} not noticed`);
  return unnoticed === 0 ? 0 : 1;
}

/** `failed`, or why that is not what came of it. */
async function undone(copy: string, { undo, file, test }: HeldBy): Promise<string> {
  const path = join(copy, undo.file);
  const source = await readFile(path, "utf8");
  if (source.split(undo.from).length !== 2) return `${undo.file} does not hold it once: ${undo.from}`;
  await writeFile(
    path,
    source.replace(undo.from, () => undo.to),
  );
  try {
    return await outcomeOf(copy, file, test);
  } finally {
    await writeFile(path, source);
  }
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** A file that no longer loads has noticed nothing. */
async function outcomeOf(copy: string, file: string, test: string): Promise<string> {
  const pattern = test.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const report = join(copy, "report.json");
  await rm(report, { force: true });
  await new Promise((resolve) => {
    const run = ["run", `test/${file}`, "-t", pattern, "--reporter=json", `--outputFile=${report}`];
    spawn("vitest", run, { cwd: copy, stdio: "ignore" }).on("close", resolve);
  });
  const { testResults } = JSON.parse(await readFile(report, "utf8")) as Report;
  const played = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ title, status }) => title.startsWith(test) && (status === "passed" || status === "failed"));
  if (played.length === 0) return `not run ${testResults[0]?.message ?? ""}`.trim();
  return played.some(({ status }) => status === "failed") ? "failed" : "passed";
}

/** The sources and the tests, with the modules that are installed here. */
async function copyOfProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "firstparty-pitfalls-"));
  const LEFT_OUT = /\/(?:node_modules|dist|\.git|images)$/;
  await cp(root, copy, { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}
