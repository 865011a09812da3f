import { base64Bytes } from "../base64.ts";
import { corsHeaders } from "../cors.ts";
import type { Exchange, TimedExchange } from "../endpoint.ts";
import type { FailurePlace } from "../errors.ts";
import type { Settings } from "../options.ts";
import { type BodyLimits, wholeBody } from "../request-body.ts";
import type { Acknowledgement, Answer, RelayRoute } from "../types.ts";

/** Who let an event drop: told in the answer, so that whoever misses events finds out why. */
type By = "consent" | "disabled";

const dropped = (by: By): Acknowledgement => ({
  status: 200,
  contentType: "application/json",
  body: `{"dropped":true,"by":"${by}"}`,
});

/** Answers an event that is dropped. */
export type Acknowledge = (exchange: Exchange) => Answer;

/** What the route's SDK takes for delivered, for an event that is dropped on purpose: an error would be sent again, or queued for good. */
export function acknowledger({ acknowledgement }: RelayRoute, settings: Settings, by: By): Acknowledge {
  const { status, contentType, body: text = null, isBase64 } = acknowledgement ?? dropped(by);
  const body = isBase64 && text !== null ? base64Bytes(text) : text;
  return (exchange) => ({
    status,
    headers: {
      ...(contentType === undefined ? {} : { "content-type": contentType }),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...corsHeaders(exchange, settings),
    },
    setCookies: [],
    body: exchange.request.method === "HEAD" ? null : body,
  });
}

/** Whether a request of this method may say something of its own. */
export function hasBody(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** Reads a request to its end, and acknowledges it: left unread, it would cost the client its connection. Throws as `wholeBody` does. */
export async function drop(
  exchange: TimedExchange,
  acknowledge: Acknowledge,
  limits: BodyLimits,
  place: FailurePlace,
): Promise<Answer> {
  if (hasBody(exchange.request.method)) await wholeBody(exchange, limits, place);
  return acknowledge(exchange);
}
