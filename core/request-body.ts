import { waitUntilLate } from "./deadline.ts";
import type { TimedExchange } from "./endpoint.ts";
import { FirstPartyError, type FailurePlace } from "./errors.ts";
import type { Bytes, ClientRequest } from "./types.ts";

/** Content-Length as a number; 0 where there is none, so that a body of unknown length is judged while it comes in. */
export function declaredLength(request: ClientRequest): number {
  const header = request.header("content-length");
  if (header === null) return 0;
  // Anything but digits is a lie that the server should have refused; as too long it never reaches a vendor.
  return /^\d+$/.test(header) ? Number(header) : Number.POSITIVE_INFINITY;
}

export interface BodyLimits {
  readonly bodyBytes: number;
  readonly bodyMs: number;
}

/**
 * The whole body: needed to send the same bytes again, and half the cost of a stream at the size of events. Throws `body_too_large`,
 * `body_consumed`, `body_timeout` and `client_gone`.
 */
export async function wholeBody(
  { request, deadline }: TimedExchange,
  limits: BodyLimits,
  place: FailurePlace,
): Promise<Bytes> {
  const { bodyBytes: limit, bodyMs } = limits;
  if (declaredLength(request) > limit) throw new FirstPartyError("body_too_large", place);
  if (request.bodyUsed) throw new FirstPartyError("body_consumed", place);
  let body: Bytes | null | typeof LATE;
  try {
    // The reading itself cannot be stopped, and ends with its connection.
    body = await new Promise<typeof body>((resolve, reject) => {
      waitUntilLate(deadline, bodyMs, () => resolve(LATE));
      request.readBody(limit).then(resolve, reject);
    });
  } catch (cause) {
    throw new FirstPartyError("client_gone", { ...place, cause });
  }
  if (body === LATE) throw new FirstPartyError("body_timeout", place);
  if (body === null || body.byteLength > limit) throw new FirstPartyError("body_too_large", place);
  return body;
}

const LATE = Symbol("late");
