import type { Reporter, TestCase, TestModule } from "vitest/node";

const SIGNS = { passed: "✓", failed: "✗", skipped: "–", pending: "–" } as const;

/** Ends a run with what was played where: a row a journey, a column an engine, and one line that sums it up. */
export default class Grid implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.meta().engine !== undefined);
    if (tests.length > 0) process.stdout.write(`${grid(tests)}\n${summary(tests)}\n`);
  }
}

function grid(tests: readonly TestCase[]): string {
  const engines = [...new Set(tests.map(engineOf))];
  const journeys = [...new Set(tests.map(({ name }) => name))];
  const versions = new Map(tests.map((test) => [engineOf(test), test.meta().version]));
  const width = Math.max(...journeys.map(({ length }) => length));
  const row = (name: string, cells: readonly string[]) => `${name.padEnd(width)}  ${cells.join(" ")}`;
  return [
    "",
    ...engines.map((engine, index) => `${index + 1} = ${engine}, ${versions.get(engine) ?? "not played"}`),
    row(
      "",
      engines.map((_, index) => `${index + 1}`),
    ),
    ...journeys.map((journey) =>
      row(
        journey,
        engines.map((engine) => {
          const test = tests.find((each) => each.name === journey && engineOf(each) === engine);
          return test === undefined ? " " : SIGNS[test.result().state];
        }),
      ),
    ),
  ].join("\n");
}

function summary(tests: readonly TestCase[]): string {
  const count = (state: string) => tests.filter((test) => test.result().state === state).length;
  const played = tests.filter((test) => test.result().state !== "skipped");
  const journeys = new Set(played.map(({ name }) => name)).size;
  const engines = new Set(played.map(engineOf)).size;
  const skipped = count("skipped") === 0 ? "" : `, ${count("skipped")} not played`;
  return `browsers: ${journeys} journeys x ${engines} engines, ${count("failed")} failed${skipped}`;
}

function engineOf(test: TestCase): string {
  return test.meta().engine ?? "";
}
