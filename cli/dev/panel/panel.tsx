import "./panel.css";
import { render } from "preact";
import type { SetUp } from "../moments.ts";
import { playTrials, type Results } from "./break-it.ts";
import type { Actions } from "./controls.tsx";
import { EMPTY_JAR, lookIntoJar } from "./cookie-jar.tsx";
import { type Feed, followJournal, presentSetUp } from "./journal-feed.ts";
import type { Outcome } from "./outcome.ts";
import { Panel } from "./panel-view.tsx";
import { type Stage, stageIn } from "./stage.ts";

let feed: Feed = { moments: [], isCut: false, isLive: true };
let jar = EMPTY_JAR;
let results: Results | undefined;
/** What the trials came to, until something else happens in the shop. */
let summary: Outcome | string | undefined;
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
    if (!mine.signal.aborted) throw error;
  } finally {
    if (doing === mine) doing = undefined;
    draw();
  }
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
  void perform(async (stage) => {
    summary = "Three set-ups take turns in the shop, three visitors each.";
    const score = await playTrials(stage, moments, (played) => {
      results = played;
      draw();
    });
    await stage.fresh("firstparty");
    summary = score;
  });
}

function toggleBreaking(): void {
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
      summary={summary}
      isBusy={doing !== undefined}
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

followJournal(
  (changed) => {
    feed = changed;
    if (doing === undefined && feed.isLive) summary = undefined;
    draw();
    lookIntoJar().then(
      (seen) => {
        jar = seen;
        draw();
      },
      // The server is gone: the banner says so.
      () => {},
    );
    if (isOpen || !feed.isLive) return;
    isOpen = true;
    void perform((stage, setUp) => stage.visit(setUp));
  },
  () => doing?.abort(new Error("the server has forgotten what this waits for")),
);
setInterval(draw, 1_000);
