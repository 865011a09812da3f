import fc from "fast-check";
import { expect, test } from "vitest";
import { expectInvariants } from "./invariants.ts";
import { createBloomreachVisitor } from "./bloomreach.ts";
import { createHightouchVisitor } from "./hightouch.ts";
import { createSegmentVisitor } from "./segment.ts";
import { deliverAll, PLACES, personOf, settle, view, type Visitor } from "./visitor.ts";

/** The model's own state is the person that the visitor carries; commands need no second copy of it. */
type Step = fc.AsyncCommand<Record<string, never>, Visitor>;

const RUNS = Number(process.env["COOKIE_LIFE_RUNS"] ?? 1_000);

function step(name: string, run: (visitor: Visitor) => Promise<void> | void): Step {
  return {
    check: () => true,
    async run(_model, visitor) {
      await run(visitor);
      const { jar, person } = visitor;
      const { anonymous, user } = visitor.ids();
      expectInvariants({ doubles: jar.doubles(), person, anonymous: personOf(anonymous), user: personOf(user) });
    },
    toString: () => name,
  };
}

const tabs = fc.constantFrom(0 as const, 1 as const);

/** Something that happens in a tab, whatever either has sent that is still to be answered. */
function inTab(name: string, run: (visitor: Visitor, tab: Visitor["tabs"][number]) => Promise<void> | void) {
  return tabs.map((tab) =>
    step(`${name} in tab ${tab}`, async (visitor) => {
      await run(visitor, visitor.tabs[tab]);
    }),
  );
}

const steps: fc.Arbitrary<Step>[] = [
  inTab("load", load),
  inTab("load, and events in the other tab are answered first", (visitor, tab) =>
    loadOvertaken(visitor, tab, (other) => visitor.track(other)),
  ),
  inTab("load, and a log-out in the other tab is answered first", (visitor, tab) =>
    loadOvertaken(visitor, tab, async (other) => {
      visitor.reset(other);
      await visitor.track(other);
    }),
  ),
  inTab("track", (visitor, tab) => visitor.track(tab)),
  inTab("a beacon", (visitor, tab) => visitor.beacon(tab)),
  inTab("identify 7", (visitor, tab) => identify(visitor, tab, 7)),
  inTab("identify 8", (visitor, tab) => identify(visitor, tab, 8)),
  inTab("reset", reset),
  inTab("reset under a slow renew", (visitor, tab) => resetUnderSlowRenew(visitor, tab, async () => {})),
  inTab("reset and track under a slow renew", (visitor, tab) =>
    resetUnderSlowRenew(visitor, tab, () => visitor.track(tab)),
  ),
  inTab("reset and leave, while answers cross", leaveWhileAnswersCross),
  inTab("the timer fires", (visitor, tab) => visitor.tick(tab)),
  inTab("the first answer arrives", (visitor, tab) => visitor.deliver(tab)),
  inTab("the last answer arrives", (visitor, tab) => visitor.deliver(tab, "last")),
  fc
    .constantFrom("yes" as const, "no" as const, undefined)
    .map((said) => step(`say ${said ?? "nothing"}`, (visitor) => visitor.say(said))),
  inTab("withdraw", (visitor) => withdraw(visitor)),
  inTab("withdraw and reset", (visitor, tab) => withdraw(visitor).then(() => reset(visitor, tab))),
  inTab("grant", grant),
  inTab("withdraw and grant under a slow renew", withdrawUnderSlowRenew),
  fc.constant(step("a page view, eight days, a load", absence)),
  fc.constant(step("eight days at once, a load", (visitor) => sudden(visitor))),
  inTab("eight days at once, a beacon, a load", (visitor, tab) => sudden(visitor, tab)),
];

/** While what the SDK waits for is on its way, all goes on in the other tab. */
async function loadOvertaken(
  visitor: Visitor,
  tab: Visitor["tabs"][number],
  by: (other: Visitor["tabs"][number]) => Promise<void>,
): Promise<void> {
  const [first, second] = visitor.tabs;
  const other = tab === first ? second : first;
  endLogOut(visitor);
  const { answer, goOn } = await visitor.load(tab);
  // A log-out within the very answer that brings somebody back is a known limit (docs/limits.md), and so are two at once.
  if (!answer.some((each) => /^(?:ajs|htjs)_\w+_id=|^fp_reset_/.test(each))) {
    await by(other);
    while (other.queue.length > 0) await visitor.tick(other);
    deliverAll(visitor, other);
  }
  await goOn();
}

/** Whoever is denied has no twin left once a page has loaded. */
async function load(visitor: Visitor, tab: Visitor["tabs"][number]): Promise<void> {
  const before = visitor.twins();
  await view(visitor, tab);
  if (isDenied(visitor)) expect(visitor.twins(), "a twin of somebody who has denied").toEqual([]);
  // Unknown writes nothing.
  else if (!visitor.isGranted()) expect(before).toEqual(expect.arrayContaining([...visitor.twins()]));
}

function isDenied({ jar }: Visitor): boolean {
  return jar.header().includes("fp_withdrawn=") || jar.header().includes("cc=no");
}

async function withdraw(visitor: Visitor): Promise<void> {
  endLogOut(visitor);
  await visitor.withdraw();
}

async function grant(visitor: Visitor): Promise<void> {
  endLogOut(visitor);
  await visitor.grant();
}

/** The old person's renew is answered last, after both, and then comes the next page. */
async function withdrawUnderSlowRenew(visitor: Visitor, tab: Visitor["tabs"][number]): Promise<void> {
  deliverAll(visitor, tab);
  visitor.say("yes");
  await visitor.grant();
  await load(visitor, tab);
  await visitor.identify(tab, 7);
  await visitor.tick(tab);
  await withdraw(visitor);
  tab.queue = [];
  await visitor.grant();
  deliverAll(visitor, tab);
  await load(visitor, tab);
}

/** Who logs in over another, with no log-out between, tells nobody that the other has gone: what is on its way for him comes first (docs/limits.md). */
async function identify(visitor: Visitor, tab: Visitor["tabs"][number], user: number): Promise<void> {
  const known = visitor.ids().user;
  if (known !== undefined && !known.endsWith(`-${user}`)) visitor.tabs.forEach((each) => deliverAll(visitor, each));
  await visitor.identify(tab, user);
}

/** The answer to one log-out that is on its way would undo the next one: a known limit (docs/limits.md). */
function endLogOut(visitor: Visitor): void {
  for (const tab of visitor.tabs)
    if (tab.inFlight.flat().some((setCookie) => setCookie.startsWith("fp_reset_"))) deliverAll(visitor, tab);
}

function reset(visitor: Visitor, tab: Visitor["tabs"][number]): void {
  endLogOut(visitor);
  visitor.reset(tab);
}

/** What chance alone puts together too seldom: the old person's renew is answered last, and then comes the next page. */
async function resetUnderSlowRenew(
  visitor: Visitor,
  tab: Visitor["tabs"][number],
  then: () => Promise<void>,
): Promise<void> {
  deliverAll(visitor, tab);
  await load(visitor, tab);
  await visitor.tick(tab);
  reset(visitor, tab);
  await then();
  while (tab.queue.length > 0) {
    await visitor.tick(tab);
    visitor.deliver(tab, "last");
  }
  while (tab.inFlight.length > 0) visitor.deliver(tab, "last");
  await load(visitor, tab);
}

/** The old person's answer comes between what the new one sends last and its answer; then the tab is closed, and eight days go by. */
async function leaveWhileAnswersCross(visitor: Visitor, tab: Visitor["tabs"][number]): Promise<void> {
  visitor.tabs.forEach((each) => deliverAll(visitor, each));
  visitor.say("yes");
  await visitor.grant();
  visitor.tabs.forEach((each) => deliverAll(visitor, each));
  await load(visitor, tab);
  endLogOut(visitor);
  await visitor.identify(tab, 7);
  await visitor.tick(tab);
  reset(visitor, tab);
  await visitor.track(tab);
  await visitor.tick(tab);
  visitor.deliver(tab, "last");
  await visitor.beacon(tab);
  await visitor.tick(tab);
  visitor.deliver(tab);
  deliverAll(visitor, tab);
  tab.queue = [];
  await lose(visitor);
  await load(visitor, tab);
}

/** Loss alone makes nobody another person, once one page view has run to its end: nobody who may be kept. */
async function absence(visitor: Visitor): Promise<void> {
  const [tab] = visitor.tabs;
  await settle(visitor);
  for (let views = 0; views < visitor.viewsToLast; views++) {
    await view(visitor, tab);
    await settle(visitor);
  }
  const before = visitor.ids();
  visitor.jar.loseScriptCookies();
  await load(visitor, tab);
  if (visitor.isGranted()) expect(visitor.ids(), "another person after loss alone").toEqual(before);
}

/** Eight days: but a log-out that nothing was sent after is known to script alone, a known limit (docs/limits.md). */
async function lose(visitor: Visitor): Promise<void> {
  if (!visitor.isTold()) {
    await view(visitor, visitor.tabs[0]);
    deliverAll(visitor, visitor.tabs[0]);
  }
  visitor.jar.loseScriptCookies();
}

/** Loss after whatever came last brings nobody back. */
async function sudden(visitor: Visitor, beaconIn?: Visitor["tabs"][number]): Promise<void> {
  await settle(visitor);
  await lose(visitor);
  if (beaconIn !== undefined) await visitor.beacon(beaconIn);
  await load(visitor, visitor.tabs[0]);
}

const VISITORS = PLACES.flatMap((place) => [
  { who: `Hightouch at ${place.host}`, create: () => createHightouchVisitor(place) },
  ...(["settings", "restore.js and settings", "restore.js on a sub-domain"] as const)
    .filter((way) => way !== "restore.js on a sub-domain" || place === PLACES[0])
    .map((way) => ({ who: `Segment at ${place.host}, by ${way}`, create: () => createSegmentVisitor(place, way) })),
  ...(["that sets its cookie", "without a tracking domain"] as const).map((instance) => ({
    who: `Bloomreach at ${place.host}, of an instance ${instance}`,
    create: () => createBloomreachVisitor(place, instance),
  })),
]);

test.each(VISITORS)(
  "a visitor's cookies through any life: $who",
  async ({ create }) => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 30 }), async (commands) => {
        await fc.asyncModelRun(() => ({ model: {}, real: create() }), commands);
      }),
      { seed: 20_261_122, numRuns: RUNS },
    );
  },
  120_000,
);
