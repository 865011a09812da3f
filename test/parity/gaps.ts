import type { ParityCase } from "./case.ts";
import type { TargetInfo } from "./target.ts";

/** Why the rule of a case is known not to hold at a target; undefined where it has to hold. */
export function gapOf({ gaps = {} }: ParityCase, { name, traits = [] }: TargetInfo): string | undefined {
  return gaps[name] ?? traits.map((trait) => gaps[trait]).find((reason) => reason !== undefined);
}
