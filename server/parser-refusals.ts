import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

const BAD_REQUEST = refusal("400 Bad Request", "bad_request", "This is not a request that HTTP/1.1 knows.");

/** By the code of Node's error, https://nodejs.org/api/http.html#event-clienterror. */
const REFUSALS = new Map<unknown, string>([
  [
    "ERR_HTTP_REQUEST_TIMEOUT",
    refusal("408 Request Timeout", "request_timeout", "The request did not come in in time."),
  ],
  [
    "HPE_HEADER_OVERFLOW",
    refusal(
      "431 Request Header Fields Too Large",
      "headers_too_large",
      "The headers are larger than this server takes.",
    ),
  ],
]);

/**
 * Ends a connection whose request never reached the handler, or not whole, with the same kind of answer as the handler's. Says nothing where
 * an earlier request of that connection is still to be answered: its client would take these words for that answer, or for a part of it.
 */
export function refuse(error: Error, socket: Duplex, answer: ServerResponse | undefined): void {
  const isOwed =
    answer !== undefined &&
    !answer.writableFinished &&
    (answer.req.complete || answer.headersSent || answer.socket !== socket);
  if (isOwed || !socket.writable) return void socket.destroy();
  socket.end(REFUSALS.get("code" in error && error.code) ?? BAD_REQUEST);
}

function refusal(status: string, code: string, message: string): string {
  const body = JSON.stringify({ code, message });
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncache-control: no-store\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
}
