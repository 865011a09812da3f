import type { Past } from "../journal.ts";
import type { Moment, SetUp, VendorEvent } from "../moments.ts";

/** What the server has told so far. */
export interface Feed extends Past {
  /** In order of happening. */
  readonly moments: readonly Moment[];
  /** False while the server is not there. */
  readonly isLive: boolean;
}

const RETRY_MS = 1_000;

/** Follows the server's journal, over restarts of the server too; `onRestart` where it has forgotten what it told before. */
export function followJournal(onChange: (feed: Feed) => void, onRestart: () => void): void {
  let moments: Moment[] = [];
  let isCut = false;
  let journalId: string | undefined;
  let source: EventSource;
  // Script and server tell by different ways: what comes later may have happened before.
  const inOrder = (all: readonly Moment[]) => all.toSorted((one, other) => one.at - other.at);

  const connect = () => {
    source = new EventSource("/playground/journal");
    source.addEventListener("all", (message) => {
      const { data, lastEventId } = message as MessageEvent<string>;
      const past = JSON.parse(data) as Past;
      const hasForgotten = journalId !== undefined && lastEventId !== journalId;
      journalId = lastEventId;
      isCut = past.isCut;
      moments = inOrder(past.moments);
      onChange({ moments, isCut, isLive: true });
      if (hasForgotten) onRestart();
    });
    source.addEventListener("more", (message) => {
      moments = inOrder([...moments, ...(JSON.parse((message as MessageEvent<string>).data) as Moment[])]);
      onChange({ moments, isCut, isLive: true });
    });
    source.addEventListener("error", () => {
      onChange({ moments, isCut, isLive: false });
      // Browsers differ in when they give up by themselves.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS);
    });
  };
  connect();
}

/** The story of the present visitor: what has happened since one began afresh. */
export function presentStory(moments: readonly Moment[]): readonly Moment[] {
  return moments.slice(Math.max(0, moments.findLastIndex(isFresh)));
}

export function presentSetUp(moments: readonly Moment[]): SetUp {
  return moments.findLast(isFresh)?.setUp ?? "firstparty";
}

export function daysPassed(moments: readonly Moment[]): number {
  return presentStory(moments).reduce((days, moment) => days + (moment.kind === "days" ? moment.days : 0), 0);
}

export function eventsIn(moments: readonly Moment[]): readonly VendorEvent[] {
  return moments.flatMap((moment) => (moment.kind === "event" ? moment.event : []));
}

/** Events of the present visitor. */
export function ownEvents(moments: readonly Moment[]): readonly VendorEvent[] {
  return eventsIn(presentStory(moments)).filter(({ isOwn }) => isOwn);
}

/** How often the visitor has done something, or has been heard of: what was said before is old news then. */
export function deedsIn(moments: readonly Moment[]): number {
  return moments.filter((moment) => moment.kind === "act" || (moment.kind === "event" && moment.event.isOwn)).length;
}

function isFresh(moment: Moment): moment is Extract<Moment, { kind: "fresh" }> {
  return moment.kind === "fresh";
}
