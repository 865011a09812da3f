import { isInTime, waitUntilLate } from "../deadline.ts";
import type { TimedExchange } from "../endpoint.ts";
import { type FailureCode, FirstPartyError, nothingWasSent } from "../errors.ts";
import { readStart, readWithin } from "../fetch-types.ts";
import type { Bytes, Transport, UpstreamBody, UpstreamResponse } from "../types.ts";
import type { RoutePlan } from "./plan.ts";
import { REWRITTEN_BYTES } from "./rewrite-json.ts";
import type { PlannedRequest } from "./upstream-request.ts";

/** What a vendor answered, its body whole where it is small. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: UpstreamResponse["headers"];
  readonly body: Bytes | UpstreamBody | null;
}

/** Pauses before the second, third and fourth try; each is varied by half, so that clients do not come back in step. */
const PAUSES_MS = [250, 750, 2_000];
/** Request Timeout, Too Early, Too Many Requests; beside them every 5xx. */
const PASSING_STATUSES = new Set([408, 425, 429]);
/** Statuses without a body, whatever the headers say (Fetch standard, null body status). */
export const NULL_BODY_STATUSES: ReadonlySet<number> = new Set([204, 205, 304]);
const SMALL_BODY_BYTES = 65_536;
/** Labels that one fetch or another decodes by. */
const MAY_BE_DECODED = /gzip|br|deflate|zstd/i;

/**
 * Asks the vendor, and again where the route's `retry` allows it: Hightouch's browser SDK loses an event on every HTTP error, so
 * nobody else will. Resolves with the last answer, whatever its status; throws `upstream_unreachable`, `upstream_timeout`,
 * `upstream_too_large` or `client_gone` where there was none.
 */
export async function askVendor(
  transport: Transport,
  request: PlannedRequest,
  plan: RoutePlan,
  exchange: TimedExchange,
): Promise<VendorAnswer> {
  const started = Date.now();
  const lastStart = started + plan.retryMs;
  for (let tries = 0; ; tries++) {
    let answer: VendorAnswer | undefined;
    let failure: FirstPartyError | undefined;
    try {
      answer = await askOnce(transport, request, plan, exchange);
    } catch (error) {
      if (!(error instanceof FirstPartyError)) throw error;
      failure = error;
    }
    const pause = PAUSES_MS[tries];
    const wait = pause === undefined ? undefined : pauseBefore(plan, pause, answer, failure);
    if (wait === undefined || Date.now() + wait > lastStart) {
      if (answer !== undefined) return answer;
      throw failure;
    }
    if (answer !== undefined) letGo(answer.body);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Milliseconds before the next try; undefined where this outcome stands. */
function pauseBefore(
  { route }: RoutePlan,
  pause: number,
  answer: VendorAnswer | undefined,
  failure: FirstPartyError | undefined,
): number | undefined {
  if (route.retry === "never" || failure?.code === "client_gone" || failure?.code === "upstream_too_large")
    return undefined;
  const isWorthIt =
    route.retry === "keyed"
      ? answer === undefined || answer.status >= 500 || PASSING_STATUSES.has(answer.status)
      : failure !== undefined && nothingWasSent(failure.cause);
  if (!isWorthIt) return undefined;
  return Math.max(pause * (0.5 + Math.random()), retryAfterMs(answer?.headers.get("retry-after") ?? null));
}

/** Retry-After in seconds or as a date (RFC 9110 10.2.3); what is neither asks for nothing. */
function retryAfterMs(value: string | null): number {
  if (value === null) return 0;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : date - Date.now();
}

/**
 * One try. The deadline is for the first byte; where the body is read here, the rest has as long again. A stream has none. It ends with the
 * deadline, or with the client, whatever the transport makes of its signal: on Node 24 a `new Request(url, { signal })`, which is how
 * Netlify's bootstrap passes it on, forgets the signal once it is garbage.
 */
async function askOnce(
  transport: Transport,
  request: PlannedRequest,
  plan: RoutePlan,
  exchange: TimedExchange,
): Promise<VendorAnswer> {
  const abort = new AbortController();
  const { signal } = abort;
  let reason: FailureCode = "upstream_unreachable";
  // An event that has come in whole is delivered without its client; of the rest nobody would see the answer.
  const client = request.body === null ? exchange.request.signal : undefined;
  let onGone = () => {};
  try {
    return await new Promise<VendorAnswer>((resolve, reject) => {
      const end = (why: FailureCode) => {
        reason = why;
        abort.abort();
        reject(signal.reason);
      };
      const startWait = () => waitUntilLate(exchange.deadline, plan.headersMs, () => end("upstream_timeout"));
      onGone = () => end("client_gone");
      if (client?.aborted) return onGone();
      client?.addEventListener("abort", onGone);
      startWait();
      answerOf(transport, request, signal, plan, exchange, startWait).then(resolve, reject);
    });
  } catch (cause) {
    throw cause instanceof FirstPartyError ? cause : new FirstPartyError(reason, { ...plan.place, cause });
  } finally {
    isInTime(exchange.deadline);
    client?.removeEventListener("abort", onGone);
  }
}

/** What the transport answers, in whatever time it takes. `startWait`: called where the body's time begins. */
async function answerOf(
  transport: Transport,
  { url, method, headers: sent, body }: PlannedRequest,
  signal: AbortSignal,
  plan: RoutePlan,
  { context: { readWhole } }: TimedExchange,
  startWait: () => void,
): Promise<VendorAnswer> {
  const response = await transport(url, { method, headers: sent, body, signal });
  const { status, headers } = response;
  // Nobody waits for it any more, and the exchange may be at its next try.
  if (signal.aborted) {
    letGo(response.body);
    throw signal.reason;
  }
  if (!mayHaveBody(response, method)) return { status, headers, body: response.body };
  const read = readerOf(response, plan, transport.encoding, readWhole);
  if (read === undefined) return { status, headers, body: response.body };
  startWait();
  const whole = await read(signal).catch((cause: unknown) => {
    // A label that its fetch could not decode by. An event that was taken stays taken, whatever its answer looks like.
    const isUnreadable = transport.encoding === "decoded" && MAY_BE_DECODED.test(headers.get("content-encoding") ?? "");
    if (isUnreadable && plan.route.kind === "collect" && !signal.aborted) return new ArrayBuffer(0);
    throw cause;
  });
  if (whole !== null) return { status, headers, body: whole };
  const cause = new Error(`more than ${readWhole} bytes`);
  throw new FirstPartyError("upstream_too_large", { ...plan.place, cause });
}

/** A 304 has none, though it may carry the length of what it stands for (RFC 9110 8.6); undici would miss the bytes. */
function mayHaveBody({ status }: UpstreamResponse, method: string): boolean {
  return method !== "HEAD" && !NULL_BODY_STATUSES.has(status);
}

/**
 * How the body is read here; undefined where it is handed on as a stream. Whole is cheaper than a stream, and a body that breaks off can be
 * asked for again. What collect routes answer is small, whether or not its length is said; anything else has to say that it is. Where that
 * does not hold, a stream goes on from what has been read.
 */
function readerOf(
  response: UpstreamResponse,
  { route, rewrite }: RoutePlan,
  encoding: Transport["encoding"],
  readWhole: number | undefined,
): ((signal: AbortSignal) => Promise<VendorAnswer["body"]>) | undefined {
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  const isSmall = length <= SMALL_BODY_BYTES;
  // Of encoded bytes a few kilobytes can be gigabytes, and beside chunks a length means nothing (RFC 9112 6.3).
  const isTrue =
    (encoding === "pass" || response.headers.get("content-encoding") === null) &&
    response.headers.get("transfer-encoding") === null;
  if (isSmall && isTrue) return () => response.arrayBuffer();
  if (readWhole !== undefined) return (signal) => readWithin(response, readWhole, signal);
  if (rewrite !== undefined && response.status === 200 && !(length > REWRITTEN_BYTES))
    return (signal) => readStart(response.body, REWRITTEN_BYTES, signal);
  return isSmall || route.kind === "collect"
    ? (signal) => readStart(response.body, SMALL_BODY_BYTES, signal)
    : undefined;
}

/** Lets a body go that nobody will read, so that its connection is free again. */
export function letGo(body: VendorAnswer["body"]): void {
  if (body !== null && "cancel" in body) void body.cancel().catch(() => {});
}
