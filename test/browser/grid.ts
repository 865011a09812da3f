import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** One journey with one SDK in one engine. */
export interface Played {
  readonly journey: string;
  /** The vendor's id. */
  readonly vendor: string;
  /** Its SDK, as it came into the page. */
  readonly sdk: string;
  readonly engine: string;
  /** Undefined where the engine did not start. */
  readonly version: string | undefined;
  readonly state: keyof typeof SIGNS;
  /** Requests past the site that nobody has explained. */
  readonly unexplained: number;
}

const SIGNS = { passed: "✓", failed: "✗", skipped: "–", pending: "–" } as const;

/** Ends a run with what was played where: a row a journey, a column an engine, and what it comes to. */
export default class Grid implements Reporter {
  readonly #sums: readonly Sum[];

  /** `sums`: the last lines, in this order. */
  constructor({ sums = [journeysSum, browsersSum] }: { readonly sums?: readonly Sum[] } = {}) {
    this.#sums = sums;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const ours = modules.filter(({ moduleId }) => moduleId.includes("/test/browser/"));
    if (ours.length === 0) return;
    const played = ours
      .flatMap((module) => [...module.children.allTests()])
      .map((test): Played => {
        const { engine = "no engine", version, vendor = "", sdk = "", unexplained = 0 } = test.meta();
        return { journey: test.name, vendor, sdk, engine, version, state: test.result().state, unexplained };
      });
    // What no test can say of itself: a file that cannot be read, an error that nobody has caught.
    const errors = ours.flatMap((module) => module.errors()).length;
    const strays = ours.length === modules.length ? unhandled.length : 0;
    process.stdout.write(`${gridOf(played, errors + strays, this.#sums)}\n`);
    // A run in which nothing was played has shown nothing.
    if (unexplainedIn(played) > 0 || !played.some(hasBegun)) process.exitCode = 1;
  }
}

/** `errors`: what failed beside the journeys. */
export function gridOf(played: readonly Played[], errors: number, sums: readonly Sum[]): string {
  const engines = [...new Set(played.map(({ engine }) => engine))];
  const sdks = [...new Set(played.map(({ sdk }) => sdk))];
  const started = played.filter(({ version }) => version !== undefined);
  const versions = new Map(started.map(({ engine, version }) => [engine, version]));
  const width = Math.max(0, ...played.map(({ journey }) => journey.length + 2));
  const row = (name: string, cells: readonly string[]) => `${name.padEnd(width)}  ${cells.join(" ")}`;
  const rowsOf = (sdk: string) => {
    const ofIt = played.filter((each) => each.sdk === sdk);
    const cell = (journey: string, engine: string) => {
      const one = ofIt.find((each) => each.journey === journey && each.engine === engine);
      return one === undefined ? " " : SIGNS[one.state];
    };
    return [...new Set(ofIt.map(({ journey }) => journey))].map((journey) =>
      row(
        `  ${journey}`,
        engines.map((engine) => cell(journey, engine)),
      ),
    );
  };
  const numbers = engines.map((_, index) => String(index + 1));
  return [
    "",
    ...engines.map((engine, index) => `${index + 1} = ${engine}, ${versions.get(engine) ?? "not started"}`),
    row("", numbers),
    ...sdks.flatMap((sdk) => [sdk, ...rowsOf(sdk)]),
    ...sums.map((sum) => sum(played, errors)),
  ].join("\n");
}

/** A run in one line. */
export type Sum = (played: readonly Played[], errors: number) => string;

export const browsersSum: Sum = (played, errors) => {
  const began = played.filter(hasBegun);
  const journeys = new Set(began.map(({ sdk, journey }) => `${sdk}: ${journey}`)).size;
  const engines = new Set(began.map(({ engine }) => engine)).size;
  const left = played.length - began.length;
  return `browsers: ${journeys} journeys x ${engines} engines, ${failedOf(began, errors)} failed${left === 0 ? "" : `, ${left} not played`}`;
};

/** A browser counts where every SDK was played in it: one that plays a control for another does not. */
export const journeysSum: Sum = (played, errors) => {
  const began = played.filter(hasBegun);
  const vendors = [...new Set(began.map(({ vendor }) => vendor))];
  const browsers = [...new Set(began.map(({ engine }) => engine))].filter((name) =>
    vendors.every((id) => began.some(({ engine, vendor }) => engine === name && vendor === id)),
  );
  const left = played.length - began.length;
  return `journeys: ${vendors.length} SDKs x ${browsers.length} browsers, ${failedOf(began, errors)} failed, ${unexplainedIn(played)} unexplained vendor requests${left === 0 ? "" : `, ${left} not played`}`;
};

const hasBegun = ({ state }: Played) => state === "passed" || state === "failed";

function failedOf(began: readonly Played[], errors: number): number {
  return began.filter(({ state }) => state === "failed").length + errors;
}

function unexplainedIn(played: readonly Played[]): number {
  return played.reduce((sum, { unexplained }) => sum + unexplained, 0);
}
