import { timeLeft } from "./clock.ts";
import { type Lane, short } from "./lanes.ts";
import { type Column, isReachedByScript, type Timeline, type Writer } from "./timeline-model.ts";

const WRITTEN_BY: Readonly<Record<Writer, string>> = {
  script: "written by script",
  server: "written by the server",
  earlier: "from before the start",
};

/** A lane per cookie, a column per moment at which one changed. */
export function TimelineTable({ timeline, now }: { readonly timeline: Timeline; readonly now: number }) {
  const { columns, lanes } = timeline;
  return (
    <div class="scroll" id="timeline" tabIndex={0} role="region" aria-label="Timeline, scrolls sideways">
      <table class="timeline">
        <caption class="unseen">A row for each cookie, a column for each moment at which one changed.</caption>
        <thead>
          <tr>
            <td rowSpan={2} class="corner">
              <span class="key script">script</span> <span class="key server">server</span>
            </td>
            {visitsIn(columns).map(({ title, length, isGap }) =>
              isGap ? (
                <th scope="col" rowSpan={2} class="gap">
                  <span>{title} pass</span>
                </th>
              ) : (
                <th scope="colgroup" colSpan={length} class="visit">
                  <span>{title}</span>
                </th>
              ),
            )}
          </tr>
          <tr>
            {columns.map(
              ({ isGap, title, by }) =>
                !isGap && (
                  <th scope="col" class="moment">
                    {title}
                    <small class={by}>{by}</small>
                  </th>
                ),
            )}
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr>
              <th scope="row" class="lane">
                <code>
                  {lane.label.split(/(?=_)/).map((part) => (
                    <>
                      {part}
                      <wbr />
                    </>
                  ))}
                </code>
                <small>
                  {lane.note} <Clock lane={lane} timeline={timeline} now={now} />
                </small>
              </th>
              {columns.map((column, index) => (
                <LaneCell lane={lane} column={column} before={columns[index - 1]} after={columns[index + 1]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length === 0 && <p class="empty">Nothing written yet. The shop is opening.</p>}
    </div>
  );
}

function Clock({ lane, timeline, now }: { readonly lane: Lane; readonly timeline: Timeline; readonly now: number }) {
  const held = timeline.held.get(lane);
  if (held === undefined) return null;
  return (
    <span class={isReachedByScript(lane) ? "clock script" : "clock server"}>{timeLeft(lane, held, timeline, now)}</span>
  );
}

interface LaneCellProps {
  readonly lane: Lane;
  readonly column: Column;
  readonly before: Column | undefined;
  readonly after: Column | undefined;
}

function LaneCell({ lane, column, before, after }: LaneCellProps) {
  const held = column.held.get(lane);
  const gap = column.isGap ? "gap" : "";
  if (held === undefined) {
    return <td class={gap}>{before?.held.has(lane) && <End of={column} />}</td>;
  }
  const starts = column.changed.has(lane);
  const goesOn = after?.held.has(lane) === true && !after.changed.has(lane);
  return (
    <td class={gap}>
      <span class={`bar ${held.writer}${starts ? " starts" : ""}${goesOn ? "" : " stops"}`}>
        <span class={starts ? "" : "unseen"}>{short(held.value)}</span>
        <span class="unseen">, {starts ? WRITTEN_BY[held.writer] : "still there"}</span>
      </span>
    </td>
  );
}

/** It was there until this moment: what ended it is worth a word. */
function End({ of: { isGap, by } }: { readonly of: Column }) {
  const how = isGap ? "dropped" : by === "server" ? "expired" : "removed";
  return <span class={`end ${how}`}>✕ {how}</span>;
}

/** Neighbouring columns of one visit stand under one heading. */
function visitsIn(columns: readonly Column[]) {
  const visits: { title: string; length: number; readonly isGap: boolean; readonly day: number }[] = [];
  for (const { day, isGap, title } of columns) {
    const last = visits.at(-1);
    if (!isGap && last !== undefined && !last.isGap) last.length++;
    else if (isGap) visits.push({ title, length: 1, isGap, day });
    else visits.push({ title: `Day ${day} · ${day === 0 ? "first visit" : "next visit"}`, length: 1, isGap, day });
  }
  return visits;
}
