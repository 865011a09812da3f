import type { Moment, SetUp } from "../moments.ts";
import { presentStory } from "./journal-feed.ts";
import { comeBack, loggedOut, type Outcome } from "./outcome.ts";
import type { Stage } from "./stage.ts";

export const SET_UPS: readonly {
  readonly id: SetUp;
  readonly name: string;
  readonly note: string;
  readonly source?: string;
}[] = [
  { id: "plain", name: "Plain", note: "the SDK without a cookie service" },
  {
    id: "sample",
    name: "Vendor’s sample",
    note: "re-expressed from ",
    source:
      "https://github.com/ht-sdks/events-sdk-js-mono/blob/77728df6e9dd09507243c697a0cdcf7e310208a9/packages/browser/src/core/http-cookies/server-examples/node-express-js.md",
  },
  { id: "firstparty", name: "firstparty", note: "this" },
];

export interface Trial {
  readonly title: string;
  readonly question: string;
  play(stage: Stage, setUp: SetUp, story: () => readonly Moment[]): Promise<Outcome>;
}

/** Each begins with Ann, whom the SDK, the vendor and, where there is one, the cookie service know. */
export const TRIALS: readonly Trial[] = [
  {
    title: "8 days pass",
    question: "Ann comes back. Is she still herself?",
    async play(stage, setUp, story) {
      const before = await knownVisitor(stage, setUp);
      return comeBack(before, await stage.daysPass(8, setUp), story());
    },
  },
  {
    title: "Ann logs out",
    question: "The page moves on at once. Is the next person Ann again?",
    async play(stage, setUp) {
      const before = await knownVisitor(stage, setUp);
      return loggedOut(before, await stage.logOut());
    },
  },
  {
    title: "Ann logs out, and it is tracked",
    question: "Is she glued to the next person’s new anonymous id?",
    async play(stage, setUp) {
      const before = await knownVisitor(stage, setUp);
      return loggedOut(before, await stage.logOut("Signed Out"));
    },
  },
];

/** By trial and set-up; `playing` while it is on. */
export type Results = ReadonlyMap<string, Outcome | "playing">;

export function resultKey(trial: Trial, setUp: SetUp): string {
  return `${trial.title} / ${setUp}`;
}

/** Plays every trial with every set-up, each with a visitor of its own: a browser has one cookie jar for all of them. */
export async function playTrials(
  stage: Stage,
  moments: () => readonly Moment[],
  onResults: (results: Results) => void,
): Promise<Outcome> {
  let results: Results = new Map();
  for (const trial of TRIALS) {
    for (const { id } of SET_UPS) {
      const tell = (outcome: Outcome | "playing") =>
        onResults((results = new Map([...results, [resultKey(trial, id), outcome]])));
      tell("playing");
      tell(await trial.play(stage, id, () => presentStory(moments())));
    }
  }
  return summary(results);
}

function summary(results: Results): Outcome {
  const scores = SET_UPS.map(({ id, name }) => {
    const passed = TRIALS.map((trial) => results.get(resultKey(trial, id))).filter(
      (result) => typeof result === "object" && result.tone === "good",
    );
    return { id, passed: passed.length, text: `${name} ${passed.length} of ${TRIALS.length}` };
  });
  const isOursRight = scores.some(({ id, passed }) => id === "firstparty" && passed === TRIALS.length);
  return {
    tone: isOursRight ? "good" : "bad",
    word: "Played",
    sentence: `Right about Ann: ${scores.map(({ text }) => text).join(", ")}. A fresh visitor is in the shop.`,
  };
}

async function knownVisitor(stage: Stage, setUp: SetUp) {
  await stage.fresh(setUp);
  const identified = await stage.identify();
  await stage.stay();
  return identified;
}
