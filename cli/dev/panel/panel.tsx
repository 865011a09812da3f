import "./panel.css";
import { render } from "preact";
import type { SetUp } from "../moments.ts";
import { playTrials, type Results, SET_UPS } from "./break-it.ts";
import { BreakItGrid } from "./break-it-grid.tsx";
import { visitorDate } from "./clock.ts";
import { type Actions, Controls, Verdict } from "./controls.tsx";
import { CookieJar, EMPTY_JAR, lookIntoJar } from "./cookie-jar.tsx";
import { eventsIn, type Feed, followJournal, presentSetUp, presentStory } from "./journal-feed.ts";
import type { Outcome } from "./outcome.ts";
import { type Stage, stageIn } from "./stage.ts";
import { TimelineTable } from "./timeline.tsx";
import { timelineOf } from "./timeline-model.ts";
import { verdictOf } from "./verdict.ts";
import { VendorEvents } from "./vendor-events.tsx";

let feed: Feed = { moments: [], isLive: true };
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

function draw(): void {
  const now = Date.now();
  const story = presentStory(moments());
  const timeline = timelineOf(story);
  const isBusy = doing !== undefined;
  render(
    <>
      <header class="top">
        <h1>
          first<b>party</b> <span>playground</span>
        </h1>
        <p>The real Hightouch SDK on the shop’s own domain; what it sends ends on this machine.</p>
        <p class="today">
          <b>Day {timeline.daysPassed}</b> <span>{visitorDate(timeline.daysPassed, now)}</span>
        </p>
      </header>
      {!feed.isLive && (
        <p class="banner" role="alert">
          The playground’s server has stopped. Start it again with <code>npm start</code>; this page goes on by itself.
        </p>
      )}
      <main>
        <Controls actions={actions} isBusy={isBusy} isBreaking={results !== undefined} onBreak={toggleBreaking} />
        <Verdict outcome={summary ?? verdictOf(story)} />
        {results && <BreakItGrid results={results} isPlaying={isBusy} onReplay={playAll} />}
        <div class="stage">
          <section class="shop" aria-label="Demo shop">
            <label>
              Set-up{" "}
              <select
                value={presentSetUp(moments())}
                disabled={isBusy}
                onChange={(change) => begin(change.currentTarget.value as SetUp)}
              >
                {SET_UPS.map(({ id, name }) => (
                  <option value={id}>{name}</option>
                ))}
              </select>
            </label>
            <iframe title="Demo shop" src="/playground/blank" />
          </section>
          <section class="story" aria-labelledby="story">
            <h2 id="story">Who wrote what, and how long it lasts</h2>
            <TimelineTable timeline={timeline} now={now} />
            <p class="hint">
              Tracking prevention, as in Safari, deletes what script wrote (cookies and local storage) after 7 days of
              browser use without interaction with the site. Here the button plays it.
            </p>
          </section>
        </div>
        <div class="evidence">
          <CookieJar jar={jar} />
          <VendorEvents events={eventsIn(moments())} />
        </div>
      </main>
    </>,
    document.getElementById("panel") ?? document.body,
  );
  showLatest(timeline.columns.length);
}

let columnsShown = 0;

/** The newest moment is in sight as it comes; between moments the visitor scrolls undisturbed. */
function showLatest(columns: number): void {
  if (columns === columnsShown) return;
  columnsShown = columns;
  document.getElementById("timeline")?.scrollTo({ left: 100_000 });
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
