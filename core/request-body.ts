import type { ClientRequest } from "./types.ts";

/** Content-Length as a number; 0 where there is none, so that a body of unknown length is judged while it comes in. */
export function declaredLength(request: ClientRequest): number {
  const header = request.header("content-length");
  if (header === null) return 0;
  // Anything but digits is a lie that the server should have refused; as too long it never reaches a vendor.
  return /^\d+$/.test(header) ? Number(header) : Number.POSITIVE_INFINITY;
}
