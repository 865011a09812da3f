import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** One journey in one engine. */
export interface Played {
  readonly journey: string;
  readonly engine: string;
  /** Undefined where the engine did not start. */
  readonly version: string | undefined;
  readonly state: keyof typeof SIGNS;
}

const SIGNS = { passed: "✓", failed: "✗", skipped: "–", pending: "–" } as const;

/** Ends a run with what was played where: a row a journey, a column an engine, and one line that sums it up. */
export default class Grid implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const ours = modules.filter(({ moduleId }) => moduleId.includes("/test/browser/"));
    if (ours.length === 0) return;
    const played = ours
      .flatMap((module) => [...module.children.allTests()])
      .map((test): Played => {
        const { engine = "no engine", version } = test.meta();
        return { journey: test.name, engine, version, state: test.result().state };
      });
    // What no test can say of itself: a file that cannot be read, an error that nobody has caught.
    const errors = ours.flatMap((module) => module.errors()).length;
    const strays = ours.length === modules.length ? unhandled.length : 0;
    process.stdout.write(`${gridOf(played, errors + strays)}\n`);
  }
}

/** `errors`: what failed beside the journeys. */
export function gridOf(played: readonly Played[], errors: number): string {
  const engines = [...new Set(played.map(({ engine }) => engine))];
  const journeys = [...new Set(played.map(({ journey }) => journey))];
  const versions = new Map(played.map(({ engine, version }) => [engine, version]));
  const width = Math.max(0, ...journeys.map(({ length }) => length));
  const row = (name: string, cells: readonly string[]) => `${name.padEnd(width)}  ${cells.join(" ")}`;
  const cell = (journey: string, engine: string) => {
    const one = played.find((each) => each.journey === journey && each.engine === engine);
    return one === undefined ? " " : SIGNS[one.state];
  };
  const numbers = engines.map((_, index) => String(index + 1));
  return [
    "",
    ...engines.map((engine, index) => `${index + 1} = ${engine}, ${versions.get(engine) ?? "not started"}`),
    row("", numbers),
    ...journeys.map((journey) =>
      row(
        journey,
        engines.map((engine) => cell(journey, engine)),
      ),
    ),
    summary(played, errors),
  ].join("\n");
}

function summary(played: readonly Played[], errors: number): string {
  const began = played.filter(({ state }) => state === "passed" || state === "failed");
  const journeys = new Set(began.map(({ journey }) => journey)).size;
  const engines = new Set(began.map(({ engine }) => engine)).size;
  const failed = began.filter(({ state }) => state === "failed").length + errors;
  const left = played.length - began.length;
  return `browsers: ${journeys} journeys x ${engines} engines, ${failed} failed${left === 0 ? "" : `, ${left} not played`}`;
}
