import type { ParityCase } from "./case.ts";
import type { TargetInfo, Trait } from "./target.ts";

/** Gaps that follow from what a case expects, so that it need not name them. */
const FOLLOWING: Readonly<Partial<Record<Trait, (parityCase: ParityCase) => string | undefined>>> = {
  "one cookie only": ({ answer }) =>
    typeof answer === "object" && (answer?.setCookies?.length ?? 0) > 1
      ? "without multi-value headers a load balancer has room for one Set-Cookie; it is 500 with a sentence, as half of a group is worse than none"
      : undefined,
};

/** Why the rule of a case is known not to hold at a target; undefined where it has to hold. */
export function gapOf(parityCase: ParityCase, { name, traits = [] }: TargetInfo): string | undefined {
  const { gaps = {} } = parityCase;
  const reasons = traits.map((trait) => gaps[trait] ?? FOLLOWING[trait]?.(parityCase));
  return gaps[name] ?? reasons.find((reason) => reason !== undefined);
}
