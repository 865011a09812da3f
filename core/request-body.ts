import { FirstPartyError, type FailurePlace } from "./errors.ts";
import type { Bytes, ClientRequest } from "./types.ts";

/** Content-Length as a number; 0 where there is none, so that a body of unknown length is judged while it comes in. */
export function declaredLength(request: ClientRequest): number {
  const header = request.header("content-length");
  if (header === null) return 0;
  // Anything but digits is a lie that the server should have refused; as too long it never reaches a vendor.
  return /^\d+$/.test(header) ? Number(header) : Number.POSITIVE_INFINITY;
}

/**
 * The whole body: needed to send the same bytes again, and half the cost of a stream at the size of events. Throws `body_too_large`,
 * `body_consumed` and `client_gone`.
 */
export async function wholeBody(request: ClientRequest, limit: number, place: FailurePlace): Promise<Bytes> {
  if (declaredLength(request) > limit) throw new FirstPartyError("body_too_large", place);
  if (request.bodyUsed) throw new FirstPartyError("body_consumed", place);
  let body: Bytes | null;
  try {
    body = await request.readBody(limit);
  } catch (cause) {
    throw new FirstPartyError("client_gone", { ...place, cause });
  }
  if (body === null || body.byteLength > limit) throw new FirstPartyError("body_too_large", place);
  return body;
}
