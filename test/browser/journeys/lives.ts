import fc from "fast-check";
import { expect } from "vitest";
import type { StandInVendor } from "../../../cli/dev/stand-in-vendor.ts";
import type { Profile } from "../engines/engine.ts";
import type { Journey } from "./journey.ts";
import { beginLife, type Life, type Lived, type TabNumber } from "./life.ts";

const RUNS = Number(process.env["BROWSER_LIFE_RUNS"] ?? 8);

type Step = fc.AsyncCommand<Record<string, never>, Life>;

function step(name: string, run: (life: Life) => Promise<void>): Step {
  return {
    check: () => true,
    async run(_model, life) {
      await run(life);
      await life.check();
    },
    toString: () => name,
  };
}

const inTab = (name: string, run: (life: Life, tab: TabNumber) => Promise<void>): fc.Arbitrary<Step> =>
  // Mostly in one: what is slow in a tab ends as the other one does something.
  fc.constantFrom<TabNumber[]>(0, 0, 0, 1).map((tab) => step(`${name} in tab ${tab}`, (life) => run(life, tab)));

const steps: fc.Arbitrary<Step>[] = [
  inTab("load", (life, tab) => life.load(tab)),
  inTab("load, with a slow answer", (life, tab) => life.loadSlowly(tab)),
  inTab("track", (life, tab) => life.track(tab)),
  inTab("identify 7", (life, tab) => life.identify(tab, 7)),
  inTab("identify 8", (life, tab) => life.identify(tab, 8)),
  inTab("reset", (life, tab) => life.reset(tab)),
  inTab("reset and leave", (life, tab) => life.resetAndLeave(tab)),
  inTab("reset under a slow answer", resetUnderSlowAnswer),
  fc.constant(step("the slow answer arrives", (life) => life.arrive())),
  fc.constant(step("a page view, eight days, a load", absence)),
  fc.constant(step("eight days at once, a load", sudden)),
];

/** What chance alone puts together too seldom: the old person's answer has the last word, when the next one is there. */
async function resetUnderSlowAnswer(life: Life, tab: TabNumber): Promise<void> {
  await life.loadSlowly(tab);
  await life.reset(tab);
  await life.track(tab);
  await life.overtake(tab);
  await life.arrive();
  await life.load(tab);
}

/** Loss alone makes nobody another person, once one page view has run to its end. */
async function absence(life: Life): Promise<void> {
  await life.settle();
  await life.load(0);
  await life.settle();
  const before = await life.ids();
  await life.absence();
  await life.load(0);
  expect(await life.ids(), "another person after loss alone").toEqual(before);
}

/** Loss after whatever came last brings nobody back. */
async function sudden(life: Life): Promise<void> {
  await life.settle();
  await life.absence();
  await life.load(0);
}

/** The model of test/cookie-life, played by the real SDK: what that one plays in microseconds takes seconds here. */
export const livesWith = <V extends StandInVendor>(lived: Lived<V>): readonly Journey<Profile, V>[] => [
  {
    name: "keeps its promises through random lives: loads, users, log-outs, losses, two tabs, slow answers",
    timeout: 60_000 + RUNS * 60_000,
    async run(openShop) {
      const live = async (commands: Iterable<Step>) => {
        const shop = await openShop({ script: lived.script });
        try {
          await fc.asyncModelRun(async () => ({ model: {}, real: await beginLife(shop, lived) }), commands);
        } finally {
          await shop.close();
        }
      };
      await fc.assert(fc.asyncProperty(fc.commands(steps, { maxCommands: 12, size: "max" }), live), {
        seed: 20_261_122,
        numRuns: RUNS,
        // A smaller life that fails as well is worth minutes only to whoever looks for it.
        endOnFailure: process.env["BROWSER_LIFE_SHRINK"] !== "1",
      });
    },
  },
];
