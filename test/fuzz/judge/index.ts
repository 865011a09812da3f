import { holds } from "../broken.ts";
import type { Outcome } from "../exchange.ts";
import { judgeCallers } from "./callers.ts";
import { judgeConsent } from "./consent.ts";
import { judgeDown } from "./down.ts";
import { judgeEdge } from "./edge.ts";
import { judgeKeys } from "./keys.ts";
import { judgeLimits } from "./limits.ts";
import { judgeRewritten } from "./rewritten.ts";
import { judgeSilence } from "./silence.ts";
import { judgeUp } from "./up.ts";

/** All that holds of one exchange, seen from outside. */
export function judge(outcome: Outcome): void {
  judgeSilence(outcome);
  judgePrototype();
  if (!judgeEdge(outcome)) return;
  judgeUp(outcome);
  judgeDown(outcome);
  judgeCallers(outcome);
  judgeConsent(outcome);
  judgeLimits(outcome);
  judgeKeys(outcome);
  judgeRewritten(outcome);
}

const prototypeKeys = Reflect.ownKeys(Object.prototype).length;

export function judgePrototype(): void {
  holds("Object.prototype is as it was", Reflect.ownKeys(Object.prototype).length === prototypeKeys, "");
}
