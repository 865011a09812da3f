import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** One case at one target. */
export interface Judged {
  readonly rule: string;
  readonly target: string;
  /** Of what was run, where it has one. */
  readonly version: string | undefined;
  readonly state: "passed" | "failed" | "skipped" | "pending";
  readonly isGap: boolean;
}

/** Ends a run of the table with what held where: all of it where PARITY_GRID is `full`, a line a target otherwise. */
export default class ParityGrid implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const ours = modules.filter(({ moduleId }) => moduleId.includes("/test/parity/"));
    if (ours.length === 0) return;
    const judged = ours
      .flatMap((module) => [...module.children.allTests()])
      .map((test): Judged => {
        const { target = "no target", targetVersion, gap } = test.meta();
        const rule = test.name.replace(/ \[known gap: .*\]$/, "");
        return { rule, target, version: targetVersion, state: test.result().state, isGap: gap !== undefined };
      });
    // What no test can say of itself: a file that cannot be read, a target that did not start or stop, an error that nobody has caught.
    const suites = ours.flatMap((module) => [...module.children.allSuites()]);
    const errors = [...ours, ...suites].flatMap((each) => each.errors()).length;
    const strays = ours.length === modules.length ? unhandled.length : 0;
    const isFull = process.env["PARITY_GRID"] === "full";
    process.stdout.write(`${parityGrid(judged, errors + strays, isFull)}\n`);
  }
}

/** `errors`: what failed beside the cases. `isFull`: a row a case, a column a target. */
export function parityGrid(judged: readonly Judged[], errors: number, isFull: boolean): string {
  const names = [...new Set(judged.map(({ target }) => target))];
  const byTarget = new Map(names.map((name) => [name, judged.filter(({ target }) => target === name)]));
  return ["", ...(isFull ? rows(judged, names) : []), ...targetLines(byTarget), summary(judged, errors)].join("\n");
}

function sign({ state, isGap }: Judged): string {
  if (state === "passed") return isGap ? "○" : "✓";
  return state === "failed" ? "✗" : "–";
}

function rows(judged: readonly Judged[], names: readonly string[]): string[] {
  const signs = new Map(judged.map((each) => [`${each.rule}\n${each.target}`, sign(each)]));
  const rules = [...new Set(judged.map(({ rule }) => rule))];
  const numbers = names.map((_, index) => String((index + 1) % 10));
  return [
    "✓ holds   ○ known gap   ✗ failed   – not run",
    numbers.join(" "),
    ...rules.map((rule) => `${names.map((name) => signs.get(`${rule}\n${name}`) ?? " ").join(" ")}  ${rule}`),
    "",
  ];
}

function targetLines(byTarget: ReadonlyMap<string, readonly Judged[]>): string[] {
  const width = Math.max(0, ...[...byTarget.keys()].map(({ length }) => length));
  return [...byTarget].map(([name, cases], index) => {
    const count = (wanted: string) => cases.filter((each) => sign(each) === wanted).length;
    const version = cases.find((each) => each.version !== undefined)?.version;
    const counts = [
      `${count("✓")} hold`,
      `${count("○")} known gaps`,
      `${count("✗")} failed`,
      ...(count("–") === 0 ? [] : [`${count("–")} not run`]),
    ];
    return `${String(index + 1).padStart(2)} ${name.padEnd(width)}  ${counts.join(", ")}${version === undefined ? "" : ` (${version})`}`;
  });
}

function summary(judged: readonly Judged[], errors: number): string {
  const ran = judged.filter(({ state }) => state === "passed" || state === "failed");
  const cases = new Set(ran.map(({ rule }) => rule)).size;
  const targets = new Set(ran.map(({ target }) => target)).size;
  const failed = ran.filter(({ state }) => state === "failed").length + errors;
  const gaps = ran.filter((each) => sign(each) === "○").length;
  const left = judged.length - ran.length;
  return `parity: ${cases} cases x ${targets} targets, ${failed} failed, ${gaps} known gaps${left === 0 ? "" : `, ${left} not run`}`;
}
