import type { Outcome } from "./outcome.ts";

export interface Actions {
  identify(): void;
  track(): void;
  logOut(): void;
  daysPass(): void;
}

const BUTTONS: readonly { readonly does: keyof Actions; readonly name: string; readonly note: string }[] = [
  { does: "identify", name: "Identify", note: "Ann logs in" },
  { does: "track", name: "Track", note: "an event to Hightouch" },
  { does: "logOut", name: "Log out", note: "and on to the next page" },
  { does: "daysPass", name: "8 days pass", note: "tracking prevention deletes" },
];

interface ControlsProps {
  readonly actions: Actions;
  readonly isBusy: boolean;
  readonly isBreaking: boolean;
  onBreak(): void;
}

/** Buttons stay focusable while something is going on; they only do nothing. */
export function Controls({ actions, isBusy, isBreaking, onBreak }: ControlsProps) {
  return (
    <div class="controls" role="group" aria-label="What happens in the shop">
      {BUTTONS.map(({ does, name, note }) => (
        <button
          type="button"
          class={does === "daysPass" ? "strong" : ""}
          aria-disabled={isBusy}
          onClick={() => isBusy || actions[does]()}
        >
          <b>{name}</b> <small>{note}</small>
        </button>
      ))}
      <button type="button" class="switch" role="switch" aria-checked={isBreaking} onClick={onBreak}>
        <span class="knob" /> <b>Break it</b> <small>two other set-ups</small>
      </button>
    </div>
  );
}

const SIGNS = { good: "✓", bad: "✕", plain: "→" } as const;

/** What came of the last act, said aloud to screen readers. */
export function Verdict({ outcome }: { readonly outcome: Outcome | string }) {
  const said = typeof outcome === "string" ? { tone: "plain" as const, word: "", sentence: outcome } : outcome;
  return (
    <p class={`verdict ${said.tone}`} role="status">
      {said.word !== "" && (
        <b>
          <span aria-hidden="true">{SIGNS[said.tone]}</span> {said.word}.
        </b>
      )}{" "}
      {said.sentence}
    </p>
  );
}

export function OutcomeSign({ tone }: Pick<Outcome, "tone">) {
  return (
    <span class="sign" aria-hidden="true">
      {SIGNS[tone]}
    </span>
  );
}
