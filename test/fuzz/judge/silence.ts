import { logFailure } from "../../../server/log.ts";
import { holds } from "../broken.ts";
import type { Outcome } from "../exchange.ts";

/** Part of every value that a visitor sends; it must not be found where operators read. */
const CANARY = /canary/i;

/** No identifier in what an operator is told, nor in what he logs, nor in the body of a failure. */
export function judgeSilence({ told, answered, up }: Pick<Outcome, "told" | "answered" | "up">): void {
  for (const error of told) {
    for (const name of Object.getOwnPropertyNames(error)) {
      // The runtime's own error, which FirstPartyError documents as such.
      if (name === "cause") continue;
      const text = String((error as unknown as Record<string, unknown>)[name]);
      holds("no identifier in an error", !CANARY.test(text), `${name}: ${text}`);
    }
    const line = logged(() => logFailure(error));
    holds("no identifier in the log", line !== "" && !CANARY.test(line), line);
  }
  if (told.length > 0 || up.length === 0) {
    const { headers, body } = answered;
    // Names of cookies that a pattern stands for are said by the service; values never are.
    const text = JSON.stringify(headers) + (told.length > 0 ? body : "");
    holds("no identifier in a failure", !CANARY.test(text), text);
  }
}

function logged(write: () => void): string {
  const { stderr } = process;
  const original = stderr.write;
  let text = "";
  stderr.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof stderr.write;
  try {
    write();
  } finally {
    stderr.write = original;
  }
  return text;
}
