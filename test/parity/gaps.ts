import type { Gap, ParityCase } from "./case.ts";
import type { TargetInfo, Trait } from "./target.ts";

/** Gaps that follow from what a case expects, so that it need not name them. */
const FOLLOWING: Readonly<Partial<Record<Trait, (parityCase: ParityCase) => Gap | undefined>>> = {
  "one cookie only": ({ answer }) =>
    typeof answer === "object" && (answer?.setCookies?.length ?? 0) > 1
      ? {
          why: "without multi-value headers a load balancer has room for one Set-Cookie; it is 500 with a sentence, as half of a group is worse than none",
          instead: { answer: { status: 500, code: "one_cookie_only" } },
        }
      : undefined,
};

/** Why the rule of a case is known not to hold at a target, and what holds there where that is known; undefined where the rule has to hold. */
export function gapOf(
  parityCase: ParityCase,
  { name, traits = [] }: TargetInfo,
): (Pick<Gap, "why"> & Partial<Gap>) | undefined {
  const { gaps = {} } = parityCase;
  const found = gaps[name] ?? traits.map((trait) => gaps[trait] ?? FOLLOWING[trait]?.(parityCase)).find(Boolean);
  return typeof found === "string" ? { why: found } : found;
}
