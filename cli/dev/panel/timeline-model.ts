import type { Act, Moment, Write } from "../moments.ts";
import { type Lane, LANES, laneOf, plainValue } from "./lanes.ts";

/** Who wrote what is there; `earlier`: before this server started, so nobody saw. */
export type Writer = "script" | "server" | "earlier";

/** What a lane holds. */
export interface Held {
  readonly value: string;
  readonly writer: Writer;
  /** When it was written last, by the visitor's clock. */
  readonly at: number;
  /** Seconds for which the writer asked to have it kept; unknown of what was found. */
  readonly maxAge?: number | undefined;
}

/** A moment at which at least one lane changed. */
export interface Column {
  title: string;
  /** Days since the story began. */
  readonly day: number;
  readonly isGap: boolean;
  by: Writer | undefined;
  /** Lanes that got a value here, or lost it. */
  readonly changed: Set<Lane>;
  /** As it is after this moment. */
  held: ReadonlyMap<Lane, Held>;
}

export interface Timeline {
  readonly columns: readonly Column[];
  readonly lanes: readonly Lane[];
  /** As it is now. */
  readonly held: ReadonlyMap<Lane, Held>;
  readonly daysPassed: number;
  /** When the visitor did something last, by the visitor's clock. */
  readonly lastActAt: number;
}

const DAY_MS = 86_400_000;
const TITLES: Readonly<Record<Act, string>> = {
  open: "Next page",
  identify: "Identify",
  track: "Track",
  "log out": "Log out",
};

/** Turns a story into columns, one for each change that can be seen: by whom, after what. */
export function timelineOf(story: readonly Moment[]): Timeline {
  const columns: Column[] = [];
  const held = new Map<Lane, Held>();
  const everHeld = new Set<Lane>(LANES.filter(({ isRare }) => !isRare));
  let daysPassed = 0;
  let lastActAt = 0;
  let isNewVisit = true;

  function begin(title: string, isGap = false): Column {
    const column = { title, isGap, day: daysPassed, by: undefined, changed: new Set<Lane>(), held: new Map() };
    columns.push(column);
    return column;
  }

  function write(writes: readonly Write[], writer: Writer, at: number, title: string): void {
    const changes = writes.flatMap((each) => {
      const lane = laneOf(each);
      return lane === undefined ? [] : [{ lane, value: plainValue(each), maxAge: each.maxAge }];
    });
    // One after the other, as they were made: a value that is set and taken back within a moment is none.
    const before = new Map(held);
    for (const { lane, value, maxAge } of changes) {
      if (value === undefined) held.delete(lane);
      else held.set(lane, { value, writer, at, maxAge });
    }
    const seen = LANES.filter(
      (lane) =>
        before.get(lane)?.value !== held.get(lane)?.value || before.get(lane)?.writer !== held.get(lane)?.writer,
    );
    if (seen.length === 0) return;
    let column = columns.at(-1);
    if (column === undefined || column.isGap || (column.by !== undefined && column.by !== writer))
      column = begin(title);
    // A second renew that changes something is a moment of its own.
    else if (writer === "server" && column.by === "server") column = begin(title);
    column.by = writer;
    for (const lane of seen) {
      column.changed.add(lane);
      if (held.has(lane)) everHeld.add(lane);
    }
    column.held = new Map(held);
  }

  for (const moment of story) {
    const at = moment.at + daysPassed * DAY_MS;
    switch (moment.kind) {
      case "found":
        begin("Found");
        write(moment.writes, "earlier", at, "Found");
        break;
      case "act":
        begin(moment.act === "open" && isNewVisit ? "Visit" : TITLES[moment.act]);
        isNewVisit = false;
        lastActAt = at;
        break;
      case "script":
        write(moment.writes, "script", at, "SDK");
        break;
      case "server":
        write(moment.writes, "server", at, moment.call === "clear" ? "Clear" : "Renew");
        break;
      case "days": {
        daysPassed += moment.days;
        const gap = begin(`${moment.days} days`, true);
        for (const lane of LANES) {
          if (isReachedByScript(lane) && held.delete(lane)) gap.changed.add(lane);
        }
        gap.held = new Map(held);
        isNewVisit = true;
      }
    }
  }
  return {
    columns: columns.filter(({ isGap, changed }) => isGap || changed.size > 0),
    lanes: LANES.filter((lane) => everHeld.has(lane)),
    held,
    daysPassed,
    lastActAt,
  };
}

/** What tracking prevention deletes: everything but HttpOnly cookies, whoever wrote it last. */
export function isReachedByScript({ name }: Lane): boolean {
  return !name.endsWith("_srvr");
}
