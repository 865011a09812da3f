import "./panel.css";
import { render } from "preact";
import type { SetUp } from "../moments.ts";
import { playTrials, type Results } from "./break-it.ts";
import type { Actions } from "./controls.tsx";
import { EMPTY_JAR, lookIntoJar } from "./cookie-jar.tsx";
import { deedsIn, type Feed, followJournal, presentSetUp } from "./journal-feed.ts";
import type { Outcome } from "./outcome.ts";
import { whenOurTurn } from "./one-tab.ts";
import { Panel } from "./panel-view.tsx";
import { type Stage, stageIn } from "./stage.ts";

let feed: Feed = { moments: [], isCut: false, isLive: true };
let jar = EMPTY_JAR;
let results: Results | undefined;
/** What the trials came to, or what did not happen, until the visitor does something. */
let summary: Outcome | string | undefined;
/** Whether another tab of this browser has the shop. */
let looksOn = true;
/** What goes on in the shop, to be called off where something else has to. */
let doing: AbortController | undefined;

const moments = () => feed.moments;

/** One thing at a time happens in the shop's frame. */
async function perform(part: (stage: Stage, setUp: SetUp) => Promise<unknown>): Promise<void> {
  doing?.abort(new Error("something else was asked for"));
  const mine = (doing = new AbortController());
  summary = undefined;
  const frame = document.querySelector("iframe");
  if (frame === null) return;
  draw();
  try {
    await part(stageIn(frame, moments, mine.signal), presentSetUp(moments()));
  } catch (error) {
    if (!mine.signal.aborted) summary = undone(error);
  } finally {
    if (doing === mine) doing = undefined;
    draw();
  }
}

function undone(error: unknown): Outcome {
  const why = error instanceof Error ? error.message : String(error);
  return { tone: "bad", word: "Not done", sentence: `${why}: try it again, or reload this page.` };
}

const actions: Actions = {
  identify: () => void perform((stage) => stage.identify()),
  track: () => void perform((stage) => stage.track()),
  logOut: () => void perform((stage) => stage.logOut()),
  daysPass: () =>
    void perform(async (stage, setUp) => {
      await stage.stay();
      await stage.daysPass(8, setUp);
    }),
};

const begin = (setUp: SetUp) => void perform((stage) => stage.fresh(setUp));

function playAll(): void {
  const played = perform(async (stage) => {
    summary = "Three set-ups take turns in the shop, three visitors each.";
    const score = await playTrials(stage, moments, (soFar) => {
      results = soFar;
      draw();
    });
    await stage.fresh("firstparty");
    await stage.stay();
    summary = score;
  });
  void played.finally(() => {
    // What was called off in the middle is not being played any more.
    results = results && new Map([...results].filter(([, result]) => result !== "playing"));
    draw();
  });
}

function toggleBreaking(): void {
  if (looksOn) return;
  if (results === undefined) {
    playAll();
  } else {
    results = undefined;
    begin("firstparty");
  }
}

const panel = document.getElementById("panel") ?? document.body;

function draw(): void {
  render(
    <Panel
      moments={feed.moments}
      isCut={feed.isCut}
      isLive={feed.isLive}
      jar={jar}
      results={results}
      summary={looksOn ? "The playground is open in another tab; this one looks on." : summary}
      isBusy={looksOn || doing !== undefined}
      now={Date.now()}
      actions={actions}
      onBreak={toggleBreaking}
      onReplay={playAll}
      onSetUp={begin}
    />,
    panel,
  );
  showLatest();
}

let columnsShown = 0;

/** The newest moment is in sight as it comes; between moments the visitor scrolls undisturbed. */
function showLatest(): void {
  const box = document.getElementById("timeline");
  const columns = box?.querySelectorAll("thead th").length ?? 0;
  if (columns === columnsShown) return;
  columnsShown = columns;
  box?.scrollTo({ left: box.scrollWidth });
}

let isOpen = false;

const visit = () => void perform((stage, setUp) => stage.visit(setUp));

function openOnce(): void {
  if (isOpen || looksOn || moments().length === 0) return;
  isOpen = true;
  visit();
}

followJournal(
  (changed) => {
    if (doing === undefined && deedsIn(changed.moments) !== deedsIn(moments())) summary = undefined;
    feed = changed;
    draw();
    lookIntoJar().then(
      (seen) => {
        jar = seen;
        draw();
      },
      // The server is gone: the banner says so.
      () => {},
    );
    openOnce();
  },
  // It has forgotten what this waits for, and where the shop was left nobody is.
  () => {
    const place = document.querySelector("iframe")?.contentDocument?.URL;
    if (doing !== undefined || !place?.includes("/shop/")) visit();
  },
);
whenOurTurn(() => {
  looksOn = false;
  openOnce();
});
setInterval(draw, 1_000);
