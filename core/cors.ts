import { isTrustedOrigin } from "./callers.ts";
import type { Asked, Endpoint } from "./endpoint.ts";
import type { Settings } from "./options.ts";
import type { Answer } from "./types.ts";

type Headers = Readonly<Record<string, string>>;

/** What an SDK may have to read across origins to wait as long as the vendor asks. */
export const READABLE_HEADERS = [
  "retry-after",
  "ratelimit",
  "ratelimit-policy",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
] as const;

/** Monitoring tools put these on every fetch of a page; a preflight that refused them would lose the event. They do not go up. */
const TRACING_HEADERS = [
  "traceparent",
  "tracestate",
  "baggage",
  "b3",
  "sentry-trace",
  "newrelic",
  "x-datadog-origin",
  "x-datadog-parent-id",
  "x-datadog-sampling-priority",
  "x-datadog-trace-id",
];

const READABLE = READABLE_HEADERS.join(", ");

/** Said either way: a cache must not hand one origin's answer to another. */
const NOTHING_SHARED: Headers = { vary: "Origin" };

/** Two hours, the most that Chromium keeps a preflight. */
const PREFLIGHT_SECONDS = "7200";

/**
 * Lets a trusted page of another origin read the answer, by its exact origin; nothing for anybody else. A stranger's request is
 * served all the same where the route is not the cookie service: webviews and sandboxed frames are strangers by nature.
 */
export function corsHeaders(asked: Asked, settings: Settings): Headers {
  // The site's own page needs no leave to read; browsers that do not say so get it all the same.
  if (asked.request.header("sec-fetch-site") === "same-origin") return NOTHING_SHARED;
  const origin = asked.request.header("origin");
  if (origin === null || !isTrustedOrigin(origin, asked, settings)) return NOTHING_SHARED;
  return {
    vary: "Origin",
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": READABLE,
  };
}

/** Answers OPTIONS: what the route takes and, for a trusted page's preflight, that it may send it. */
export function preflight(asked: Asked, endpoint: Endpoint, settings: Settings): Answer {
  const cors = corsHeaders(asked, settings);
  const grant =
    "access-control-allow-origin" in cors
      ? {
          "access-control-allow-methods": endpoint.methods.join(", "),
          "access-control-allow-headers": [...endpoint.requestHeaders, ...TRACING_HEADERS].join(", "),
          "access-control-max-age": PREFLIGHT_SECONDS,
        }
      : {};
  const headers = { allow: allowedMethods(endpoint), "cache-control": "no-store", ...cors, ...grant };
  return { status: 204, headers, setCookies: [], body: null };
}

/** The value of Allow (RFC 9110 10.2.1). */
export function allowedMethods({ methods }: Endpoint): string {
  return [...methods, "OPTIONS"].join(", ");
}
