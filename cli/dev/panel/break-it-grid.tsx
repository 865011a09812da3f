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
      <div class="scroll" tabIndex={0} role="region" aria-label="Verdicts">
        <table class="verdicts">
          <caption class="unseen">What becomes of Ann, by trial and set-up</caption>
          <thead>
            <tr>
              <td />
              {SET_UPS.map(({ id, name, note }) => (
                <th scope="col" class={id}>
                  {name} <small>{note}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {TRIALS.map((trial) => (
              <tr>
                <th scope="row">
                  {trial.title} <small>{trial.question}</small>
                </th>
                {SET_UPS.map(({ id, name }) => (
                  <ResultCell id={id} name={name} result={results.get(resultKey(trial, id))} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface ResultCellProps {
  readonly id: string;
  readonly name: string;
  readonly result: Outcome | "playing" | undefined;
}

function ResultCell({ id, name, result }: ResultCellProps) {
  if (result === undefined || result === "playing") {
    return (
      <td class={id} data-set-up={name}>
        <small>{result === "playing" ? "playing…" : "not played yet"}</small>
      </td>
    );
  }
  return (
    <td class={`${id} ${result.tone}`} data-set-up={name}>
      <b>
        <OutcomeSign tone={result.tone} /> {result.word}
      </b>{" "}
      <small>{result.sentence}</small>
    </td>
  );
}
