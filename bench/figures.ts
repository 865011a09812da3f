import type { Measured } from "./measure.ts";
import type { WorkName } from "./work.ts";

/** The median round of one subject at one kind of work. */
export interface Figure {
  readonly name: string;
  readonly work: WorkName;
  readonly perSecond: number;
  /** CPU microseconds a request. */
  readonly cpu: number;
  /** CPU beside that of the floor; undefined where the floor was not measured. */
  readonly ratio: number | undefined;
}

export function figuresOf(measured: readonly Measured[]): Figure[] {
  const cpuOf = (name: string, work: WorkName) => {
    const found = measured.find((one) => one.subject.name === name && one.work === work);
    return found === undefined ? undefined : median(found.rounds.map(({ cpuMicros }) => cpuMicros));
  };
  return measured.map(({ subject, work, rounds }) => {
    const cpu = median(rounds.map(({ cpuMicros }) => cpuMicros));
    const floor = cpuOf(subject.floor(work), work);
    return {
      name: subject.name,
      work,
      perSecond: median(rounds.map(({ perSecond }) => perSecond)),
      cpu,
      ratio: floor === undefined ? undefined : cpu / floor,
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, work, perSecond, cpu, ratio }) => [
    work,
    name,
    Math.round(perSecond).toLocaleString("en"),
    `${cpu.toFixed(1)} us`,
    ratio === undefined ? "-" : ratio.toFixed(2),
  ]);
  rows.unshift(["work", "subject", "req/s", "cpu/req", "to floor"]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
  return rows.map((row) => line(row).join("  ")).join("\n");
}
