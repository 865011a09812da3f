import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** One answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Lower-case names; several of one name stay several. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Whether the body came to its end, as its framing has it. */
  readonly isWhole: boolean;
}

export interface Exchanged {
  readonly answers: readonly WireAnswer[];
  /** All bytes as latin1. */
  readonly raw: string;
}

/** Silence that counts as the server's answer: it waits for something that will not come. Behind an answer, whatever else there is comes soon. */
const SILENCE_MS = 250;
const SILENCE_BEHIND_MS = 60;
const PATIENCE_MS = 5_000;

/**
 * Writes bytes onto a connection of their own and collects what comes back: until the server closes, or until it is silent and
 * `isEnough` says that nothing is missing. `later` is written once an answer has begun.
 */
export async function wire(
  port: number,
  [bytes, later]: readonly [string | Buffer, string | undefined],
  isEnough: (answers: readonly WireAnswer[]) => boolean,
): Promise<Exchanged> {
  const socket = connect(port, "127.0.0.1");
  let raw = "";
  let isClosed = false;
  let last = Date.now();
  socket.on("data", (chunk) => {
    if (raw === "" && later !== undefined) socket.write(Buffer.from(later, "latin1"));
    raw += chunk.toString("latin1");
    last = Date.now();
  });
  socket.on("error", () => {});
  socket.on("close", () => (isClosed = true));
  await once(socket, "connect");
  socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  const started = Date.now();
  for (;;) {
    await pause(10);
    const now = Date.now();
    if (isClosed || now - started > PATIENCE_MS) break;
    if (now - last > (raw === "" ? SILENCE_MS : SILENCE_BEHIND_MS) && isEnough(parseAnswers(raw, false))) break;
  }
  socket.destroy();
  return { answers: parseAnswers(raw, isClosed), raw };
}

/** All answers in a row; the last may be cut short. */
export function parseAnswers(raw: string, isClosed: boolean): WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let rest = raw; ;) {
    const end = rest.indexOf("\r\n\r\n");
    const [statusLine = "", ...lines] = rest.slice(0, Math.max(end, 0)).split("\r\n");
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1]);
    if (end < 0 || Number.isNaN(status)) return answers;
    const headers = lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    });
    const { body, isWhole, used } = bodyOf(rest.slice(end + 4), status, new Map(headers), isClosed);
    answers.push({ status, headers, body, isWhole });
    rest = rest.slice(end + 4 + used);
  }
}

function bodyOf(rest: string, status: number, headers: ReadonlyMap<string, string>, isClosed: boolean) {
  if (status < 200 || status === 204 || status === 304) return { body: "", isWhole: true, used: 0 };
  if (headers.get("transfer-encoding")?.includes("chunked")) return chunked(rest);
  const length = headers.get("content-length");
  if (length === undefined) return { body: rest, isWhole: isClosed, used: rest.length };
  const body = rest.slice(0, Number(length));
  return { body, isWhole: body.length === Number(length), used: body.length };
}

function chunked(rest: string) {
  let body = "";
  for (let at = 0; ;) {
    const line = rest.indexOf("\r\n", at);
    const size = line < 0 ? Number.NaN : Number.parseInt(rest.slice(at, line), 16);
    const next = line + 2 + size + 2;
    if (Number.isNaN(size) || rest.length < next) return { body, isWhole: false, used: rest.length };
    if (size === 0) return { body, isWhole: true, used: next };
    body += rest.slice(line + 2, line + 2 + size);
    at = next;
  }
}
