import type { Exchange } from "../endpoint.ts";
import { FirstPartyError, nothingWasSent } from "../errors.ts";
import type { Bytes, Transport, UpstreamBody, UpstreamResponse } from "../types.ts";
import type { RoutePlan } from "./plan.ts";
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
/** Bodies up to here are read whole: cheaper than a stream, and one that breaks off can be tried again. */
const SMALL_BODY_BYTES = 65_536;

/**
 * Asks the vendor, and again where the route's `retry` allows it: Hightouch's browser SDK loses an event on every HTTP error, so
 * nobody else will. Resolves with the last answer, whatever its status; throws `upstream_unreachable`, `upstream_timeout`
 * or `client_gone` where there was none.
 */
export async function askVendor(
  transport: Transport,
  request: PlannedRequest,
  plan: RoutePlan,
  exchange: Exchange,
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
  if (route.retry === "never" || failure?.code === "client_gone") return undefined;
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

/** One try, with a deadline for its first byte (and for the whole of a small body) and none for a stream. */
async function askOnce(
  transport: Transport,
  { url, method, headers, body }: PlannedRequest,
  plan: RoutePlan,
  exchange: Exchange,
): Promise<VendorAnswer> {
  const abort = new AbortController();
  let reason: "upstream_timeout" | "client_gone" | "upstream_unreachable" = "upstream_unreachable";
  const timer = setTimeout(() => {
    reason = "upstream_timeout";
    abort.abort();
  }, plan.headersMs);
  // An event that has come in whole is delivered without its client; of the rest nobody would see the answer.
  const client = body === null ? exchange.request.signal : undefined;
  const onGone = () => {
    reason = "client_gone";
    abort.abort();
  };
  if (client?.aborted) onGone();
  client?.addEventListener("abort", onGone);
  try {
    const response = await transport(url, { method, headers, body, signal: abort.signal });
    const length = Number(response.headers.get("content-length") ?? Number.NaN);
    const isSmall = length <= SMALL_BODY_BYTES && method !== "HEAD";
    return {
      status: response.status,
      headers: response.headers,
      body: isSmall ? await response.arrayBuffer() : response.body,
    };
  } catch (cause) {
    throw new FirstPartyError(reason, { ...plan.place, cause });
  } finally {
    clearTimeout(timer);
    client?.removeEventListener("abort", onGone);
  }
}

/** Lets a body go that nobody will read, so that its connection is free again. */
export function letGo(body: VendorAnswer["body"]): void {
  if (body !== null && "cancel" in body) void body.cancel().catch(() => {});
}
