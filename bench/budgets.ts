import type { Figure } from "./figures.ts";
import type { WorkName } from "./work.ts";

interface Budget {
  readonly work: WorkName;
  readonly name: string;
  /** CPU of `name` at most so many times that of `than`. */
  readonly times: number;
  readonly than: string;
}

const BUDGETS: readonly Budget[] = [
  { work: "event", name: "firstparty Bun", times: 1.35, than: "floor Bun" },
  { work: "event", name: "firstparty Node", times: 1.8, than: "floor Node" },
  { work: "event", name: "firstparty Node", times: 1, than: "httpxy Node" },
  { work: "event", name: "firstparty Node", times: 1, than: "http-proxy-3 Node" },
  { work: "renew", name: "firstparty Bun", times: 2.5, than: "bare Bun" },
];

export interface Verdict {
  readonly isMissed: boolean;
  readonly text: string;
}

/** Judges the budgets whose both sides were measured in this run. */
export function verdicts(figures: readonly Figure[]): Verdict[] {
  const cpuOf = (name: string, work: WorkName) =>
    figures.find((figure) => figure.name === name && figure.work === work)?.cpu;
  return BUDGETS.flatMap(({ work, name, times, than }) => {
    const cpu = cpuOf(name, work);
    const other = cpuOf(than, work);
    if (cpu === undefined || other === undefined) return [];
    const isMissed = cpu > other * times;
    const text = `${isMissed ? "missed" : "held  "}  ${work}: ${name} at most ${times} x ${than}: ${(cpu / other).toFixed(2)} (${cpu.toFixed(1)} to ${other.toFixed(1)} us)`;
    return [{ isMissed, text }];
  });
}
