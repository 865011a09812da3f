import fc from "fast-check";
import { expect, test } from "vitest";
import { expectInvariants } from "./invariants.ts";
import { createHightouchVisitor } from "./hightouch.ts";
import { createSegmentVisitor } from "./segment.ts";
import { deliverAll, PLACES, personOf, settle, type Visitor } from "./visitor.ts";

/** The model's own state is the person that the visitor carries; commands need no second copy of it. */
type Step = fc.AsyncCommand<Record<string, never>, Visitor>;

const RUNS = Number(process.env["COOKIE_LIFE_RUNS"] ?? 2_000);

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

/**
 * Something that happens in a tab. What the other tab has sent has been answered by then: without this, a slow renew of one tab could
 * have the last word over a log-out in the other, which is a known limit (docs/limits.md).
 */
function inTab(name: string, run: (visitor: Visitor, tab: Visitor["tabs"][number]) => Promise<void> | void) {
  return tabs.map((tab) =>
    step(`${name} in tab ${tab}`, async (visitor) => {
      deliverAll(visitor, visitor.tabs[tab === 0 ? 1 : 0]);
      await run(visitor, visitor.tabs[tab]);
    }),
  );
}

const steps: fc.Arbitrary<Step>[] = [
  inTab("load", load),
  inTab("load, with slow answers that the other tab overtakes", loadOvertaken),
  inTab("track", (visitor, tab) => visitor.track(tab)),
  inTab("a beacon", (visitor, tab) => visitor.beacon(tab)),
  inTab("identify 7", (visitor, tab) => visitor.identify(tab, 7)),
  inTab("identify 8", (visitor, tab) => visitor.identify(tab, 8)),
  inTab("reset", reset),
  inTab("reset under a slow renew", (visitor, tab) => resetUnderSlowRenew(visitor, tab, async () => {})),
  inTab("reset and track under a slow renew", (visitor, tab) =>
    resetUnderSlowRenew(visitor, tab, () => visitor.track(tab)),
  ),
  inTab("the timer fires", (visitor, tab) => visitor.tick(tab)),
  inTab("the first answer arrives", (visitor, tab) => visitor.deliver(tab)),
  inTab("the last answer arrives", (visitor, tab) => visitor.deliver(tab, "last")),
  fc
    .constantFrom("yes" as const, "no" as const, undefined)
    .map((said) => step(`say ${said ?? "nothing"}`, (visitor) => visitor.say(said))),
  inTab("withdraw", (visitor, tab) => withdraw(visitor, tab)),
  inTab("withdraw and reset", (visitor, tab) => withdraw(visitor, tab).then(() => reset(visitor, tab))),
  inTab("grant", grant),
  inTab("withdraw and grant under a slow renew", withdrawUnderSlowRenew),
  fc.constant(step("a page view, eight days, a load", absence)),
  fc.constant(step("eight days at once, a load", sudden)),
];

/** While what the SDK waits for is on its way, the same person goes on in the other tab. */
async function loadOvertaken(visitor: Visitor, tab: Visitor["tabs"][number]): Promise<void> {
  const [first, second] = visitor.tabs;
  const goOn = await visitor.loadSlowly(tab);
  await visitor.track(tab === first ? second : first);
  deliverAll(visitor, tab === first ? second : first);
  await goOn();
}

/** Whoever is denied has no twin left once a page has loaded. */
async function load(visitor: Visitor, tab: Visitor["tabs"][number]): Promise<void> {
  const before = visitor.twins();
  await visitor.load(tab);
  if (isDenied(visitor)) expect(visitor.twins(), "a twin of somebody who has denied").toEqual([]);
  // Unknown writes nothing.
  else if (!visitor.isGranted()) expect(before).toEqual(expect.arrayContaining([...visitor.twins()]));
}

function isDenied({ jar }: Visitor): boolean {
  return jar.header().includes("fp_withdrawn=") || jar.header().includes("cc=no");
}

async function withdraw(visitor: Visitor, tab: Visitor["tabs"][number]): Promise<void> {
  if (tab.inFlight.flat().some((setCookie) => setCookie.startsWith("fp_reset_"))) deliverAll(visitor, tab);
  await visitor.withdraw();
}

async function grant(visitor: Visitor, tab: Visitor["tabs"][number]): Promise<void> {
  if (tab.inFlight.flat().some((setCookie) => setCookie.startsWith("fp_reset_"))) deliverAll(visitor, tab);
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
  await withdraw(visitor, tab);
  tab.queue = [];
  await visitor.grant();
  deliverAll(visitor, tab);
  await load(visitor, tab);
}

/** Two log-outs within the flight of one renew would share one marker, which its answer takes away: the other known limit. */
function reset(visitor: Visitor, tab: Visitor["tabs"][number]): void {
  if (tab.inFlight.flat().some((setCookie) => setCookie.startsWith("fp_reset_"))) deliverAll(visitor, tab);
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

/** Loss alone makes nobody another person, once one page view has run to its end: nobody who may be kept. */
async function absence(visitor: Visitor): Promise<void> {
  const [tab] = visitor.tabs;
  await settle(visitor);
  for (let views = 0; views < visitor.viewsToLast; views++) {
    await visitor.load(tab);
    await settle(visitor);
  }
  const before = visitor.ids();
  visitor.jar.loseScriptCookies();
  await load(visitor, tab);
  if (visitor.isGranted()) expect(visitor.ids(), "another person after loss alone").toEqual(before);
}

/** Loss after whatever came last brings nobody back, but for a log-out that nothing was sent after: a known limit (docs/limits.md). */
async function sudden(visitor: Visitor): Promise<void> {
  await settle(visitor);
  if (!visitor.isTold()) {
    await visitor.load(visitor.tabs[0]);
    deliverAll(visitor, visitor.tabs[0]);
  }
  visitor.jar.loseScriptCookies();
  await load(visitor, visitor.tabs[0]);
}

const VISITORS = PLACES.flatMap((place) => [
  { who: `Hightouch at ${place.host}`, create: () => createHightouchVisitor(place) },
  ...(["settings", "restore.js and settings", "restore.js on a sub-domain"] as const)
    .filter((way) => way !== "restore.js on a sub-domain" || place === PLACES[0])
    .map((way) => ({ who: `Segment at ${place.host}, by ${way}`, create: () => createSegmentVisitor(place, way) })),
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
