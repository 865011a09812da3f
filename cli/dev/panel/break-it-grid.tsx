import { resultKey, type Results, SET_UPS, TRIALS } from "./break-it.ts";
import { OutcomeSign } from "./controls.tsx";
import type { Outcome } from "./outcome.ts";

interface BreakItProps {
  readonly results: Results;
  readonly isPlaying: boolean;
  onReplay(): void;
}

/** Trials down, set-ups across; filled as it plays. */
export function BreakItGrid({ results, isPlaying, onReplay }: BreakItProps) {
  return (
    <section class="break-it" aria-labelledby="break-it">
      <header>
        <h2 id="break-it">Break it</h2>
        <p>
          The same SDK in the same shop, set up in three ways. They take turns in the frame below, each with a visitor
          of its own; a verdict is what the vendor received.
        </p>
        <button type="button" aria-disabled={isPlaying} onClick={() => isPlaying || onReplay()}>
          {isPlaying ? "Playing…" : "Play again"}
        </button>
      </header>
      <table class="verdicts" role="table">
        <caption class="unseen">What becomes of Ann, by trial and set-up</caption>
        <thead role="rowgroup">
          <tr role="row">
            <td role="cell" />
            {SET_UPS.map(({ id, name, note, source }) => (
              <th scope="col" role="columnheader" class={id}>
                {name}{" "}
                <small>
                  {note}
                  {source && (
                    <a href={source} target="_blank" rel="noopener">
                      its source
                    </a>
                  )}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {TRIALS.map((trial) => (
            <tr role="row">
              <th scope="row" role="rowheader">
                {trial.title} <small>{trial.question}</small>
              </th>
              {SET_UPS.map(({ id, name }) => (
                <ResultCell setUp={name} result={results.get(resultKey(trial, id))} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ResultCellProps {
  readonly setUp: string;
  readonly result: Outcome | "playing" | undefined;
}

function ResultCell({ setUp, result }: ResultCellProps) {
  const name = (
    <span class="set-up" aria-hidden="true">
      {setUp}
    </span>
  );
  if (result === undefined || result === "playing") {
    return (
      <td role="cell">
        {name}
        <small>{result === "playing" ? "playing…" : "not played yet"}</small>
      </td>
    );
  }
  return (
    <td role="cell" class={result.tone}>
      {name}
      <b>
        <OutcomeSign tone={result.tone} /> {result.word}
      </b>{" "}
      <small>{result.sentence}</small>
    </td>
  );
}
