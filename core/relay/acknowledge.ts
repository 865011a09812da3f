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

/** What the route's SDK takes for delivered, for an event that is dropped on purpose: an error would be sent again, or queued for good. */
export function acknowledge(exchange: Exchange, { acknowledgement }: RelayRoute, settings: Settings, by: By): Answer {
  const { status, contentType, body = null } = acknowledgement ?? dropped(by);
  return {
    status,
    headers: {
      ...(contentType === undefined ? {} : { "content-type": contentType }),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...corsHeaders(exchange, settings),
    },
    setCookies: [],
    body: exchange.request.method === "HEAD" ? null : body,
  };
}

/** Whether a request of this method may say something of its own. */
export function hasBody(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** Reads a request to its end, and acknowledges it: left unread, it would cost the client its connection. Throws as `wholeBody` does. */
export async function drop(
  exchange: TimedExchange,
  route: RelayRoute,
  settings: Settings,
  by: By,
  limits: BodyLimits,
  place: FailurePlace,
): Promise<Answer> {
  if (hasBody(exchange.request.method)) await wholeBody(exchange, limits, place);
  return acknowledge(exchange, route, settings, by);
}
