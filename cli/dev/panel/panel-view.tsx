import type { Moment, SetUp } from "../moments.ts";
import { type Results, SET_UPS } from "./break-it.ts";
import { BreakItGrid } from "./break-it-grid.tsx";
import { visitorDate } from "./clock.ts";
import { type Actions, Controls, Verdict } from "./controls.tsx";
import { CookieJar, type Jar } from "./cookie-jar.tsx";
import { eventsIn, presentSetUp, presentStory } from "./journal-feed.ts";
import type { Outcome } from "./outcome.ts";
import { TimelineTable } from "./timeline.tsx";
import { timelineOf } from "./timeline-model.ts";
import { VendorEvents } from "./vendor-events.tsx";
import { verdictOf } from "./verdict.ts";

export interface PanelProps {
  readonly moments: readonly Moment[];
  readonly isCut: boolean;
  readonly isLive: boolean;
  readonly jar: Jar;
  /** Undefined while nobody breaks anything. */
  readonly results: Results | undefined;
  /** Said in place of what the newest event says. */
  readonly summary: Outcome | string | undefined;
  readonly isBusy: boolean;
  readonly now: number;
  readonly actions: Actions;
  onBreak(): void;
  onReplay(): void;
  onSetUp(setUp: SetUp): void;
}

export function Panel(props: PanelProps) {
  const { moments, isCut, isLive, jar, results, summary, isBusy, now, actions } = props;
  const story = presentStory(moments);
  const timeline = timelineOf(story);
  return (
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
      {!isLive && (
        <p class="banner" role="alert">
          The playground’s server has stopped. Start it again with <code>npm start</code>; this page goes on by itself.
        </p>
      )}
      <main>
        <Controls actions={actions} isBusy={isBusy} isBreaking={results !== undefined} onBreak={props.onBreak} />
        <Verdict outcome={summary ?? verdictOf(story)} />
        {results && <BreakItGrid results={results} isPlaying={isBusy} onReplay={props.onReplay} />}
        <div class="stage">
          <section class="shop" aria-label="Demo shop">
            <SetUpChoice setUp={presentSetUp(moments)} isBusy={isBusy} onSetUp={props.onSetUp} />
            <iframe title="Demo shop" src="/playground/blank" />
          </section>
          <section class="story" aria-labelledby="story">
            <h2 id="story">Who wrote what, and how long it lasts</h2>
            <TimelineTable timeline={timeline} now={now} />
            <p class="hint">
              By WebKit’s pages, Safari’s tracking prevention deletes what script wrote (cookies and local storage)
              after 7 days of browser use without interaction with the site. Here the button plays it.
            </p>
          </section>
        </div>
        <div class="evidence">
          <CookieJar jar={jar} />
          <VendorEvents events={eventsIn(moments)} isCut={isCut} />
        </div>
      </main>
    </>
  );
}

interface SetUpChoiceProps extends Pick<PanelProps, "isBusy" | "onSetUp"> {
  readonly setUp: SetUp;
}

/** Another set-up begins with another visitor. */
function SetUpChoice({ setUp, isBusy, onSetUp }: SetUpChoiceProps) {
  return (
    <label>
      Set-up{" "}
      <select value={setUp} disabled={isBusy} onChange={(change) => onSetUp(change.currentTarget.value as SetUp)}>
        {SET_UPS.map(({ id, name }) => (
          <option value={id}>{name}</option>
        ))}
      </select>
    </label>
  );
}
