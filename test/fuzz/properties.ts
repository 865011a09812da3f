import fc from "fast-check";
import { throughFetch, throughView } from "./exchange.ts";
import { drafted, environment } from "./generate/configs.ts";
import { invoked, invokedAtEdge } from "./generate/events.ts";
import { keyed } from "./generate/keyed.ts";
import { sent } from "./generate/requests.ts";
import { rewriting } from "./generate/rewritten.ts";
import { visit } from "./generate/visits.ts";
import { judgeConfig, judgeEnvironment } from "./judge/config.ts";
import { judgeEdge, judgeLambda } from "./judge/invocation.ts";
import { judge, judgePrototype } from "./judge/index.ts";
import { judgeVisit } from "./judge/visit.ts";

/** One kind of attack: a generator, and what has to hold of whatever it makes. */
export interface Property {
  /** Of every hundred requests. */
  readonly share: number;
  readonly property: fc.IAsyncPropertyWithHooks<[never]>;
}

/** Throws where an invariant breaks. */
function attack<T>(share: number, arbitrary: fc.Arbitrary<T>, run: (input: T) => Promise<void>): Property {
  return { share, property: fc.asyncProperty(arbitrary, run) as unknown as Property["property"] };
}

export const PROPERTIES = {
  view: attack(38, sent, async (input) => judge(await throughView(input))),
  fetch: attack(18, sent, async (input) => judge((await throughFetch(input)) ?? (await throughView(input)))),
  visit: attack(20, visit, async (input) => {
    await judgeVisit(input);
    judgePrototype();
  }),
  lambda: attack(12, invoked, judgeLambda),
  edge: attack(4, invokedAtEdge, judgeEdge),
  config: attack(0, drafted, judgeConfig),
  environment: attack(0, environment, judgeEnvironment),
  // Last: a place before would change what the others make of a seed.
  keys: attack(4, keyed, async (input) => judge(await throughView(input))),
  rewrite: attack(4, rewriting, async (input) => judge((await throughFetch(input)) ?? (await throughView(input)))),
} as const satisfies Record<string, Property>;

export type PropertyName = keyof typeof PROPERTIES;
