/** Everything that can go wrong at request time, in one table: code, status, and what the operator is told. */
const FAILURES = {
  bad_host: [400, "The Host header is missing or is not a host."],
  bad_path: [
    400,
    "The path holds an encoded slash, a dot segment or another form that servers read in different ways.",
  ],
  forbidden: [403, "This origin may not call the cookie service; list it in allowOrigins if it should."],
  not_through_edge: [403, "This request did not come by way of what stands in front; see originVerify."],
  key_not_allowed: [403, "No key of this request may pass on this host."],
  no_route: [404, "No vendor route has this path."],
  method_not_allowed: [405, "This route does not take this method; see the Allow header."],
  body_timeout: [408, "The client took too long to send the body."],
  body_too_large: [413, "The body is larger than this route takes."],
  url_too_long: [414, "Path and query are longer than limits.urlBytes."],
  rate_limited: [429, "This address calls too often; see rateLimit."],
  headers_too_large: [431, "The cookies, or the headers that go up, are longer than limits.headerBytes."],
  body_consumed: [
    500,
    "The body was read before firstparty: mount it before body parsers, or have them keep the bytes (rawBody); on API Gateway add */* to binaryMediaTypes, on CloudFront turn on Include body.",
  ],
  client_gone: [499, "The client went away before the exchange was over."],
  consent_failed: [
    500,
    "A function of consent.from threw, or said what is no state; nothing was set, nothing personal went up.",
  ],
  internal: [500, "Something in firstparty failed; the cause went to onError."],
  upstream_unreachable: [502, "The vendor could not be reached, or broke off."],
  upstream_malformed: [502, "The vendor answered with a status that HTTP does not have."],
  upstream_redirect: [502, "The vendor answered with a redirect, which is neither followed nor relayed."],
  upstream_too_large: [502, "The vendor's answer is larger than this platform can hand on."],
  upstream_encoding: [502, "The vendor answered in an encoding that was not accepted."],
  upstream_document: [502, "The vendor answered with a page where a script was asked for."],
  upstream_busy: [503, "limits.inFlight exchanges with this host are under way."],
  disabled: [503, "This vendor is switched off (disabled)."],
  upstream_timeout: [504, "The vendor did not answer in time."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type FailureCode = keyof typeof FAILURES;

/** Where a failure happened; names from the config only, nothing that a visitor sent. */
export interface FailurePlace {
  readonly vendor?: string | undefined;
  /** The route's pattern, never the path asked for. */
  readonly route?: string | undefined;
}

/** A refused or failed request. `code` is stable; `cause` is the runtime's own error and may name hosts and ports. */
export class FirstPartyError extends Error {
  override readonly name = "FirstPartyError";
  readonly code: FailureCode;
  readonly status: number;
  readonly vendor: string | undefined;
  readonly route: string | undefined;
  /** Whole seconds after which the same request may pass: the answer's Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(
    code: FailureCode,
    options: FailurePlace & { readonly cause?: unknown; readonly retryAfter?: number | undefined } = {},
  ) {
    super(FAILURES[code][1], { cause: options.cause });
    this.code = code;
    this.status = FAILURES[code][0];
    this.vendor = options.vendor;
    this.route = options.route;
    this.retryAfter = options.retryAfter;
  }
}

/** An operator's callback that throws, or rejects, must not cost the client its answer or the process its life. */
export function tell(onError: (error: FirstPartyError) => void, error: FirstPartyError): void {
  void Promise.resolve()
    .then(() => onError(error))
    .catch(() => {});
}

/** The constant body of a failure: the runtime's own words go to `onError` only. */
export function failureBody(error: FirstPartyError): string {
  return JSON.stringify({ code: error.code, message: error.message });
}

/**
 * How each runtime says that no connection was made, so nothing was sent. Checked on 2026-11-22 with Node 24.21 (undici 7),
 * Bun 1.4.5 and Deno 2.9.6; Deno gives no code, only its message.
 */
const NOTHING_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/** Whether the transport failed before a byte left, so that a second try cannot count an event twice. */
export function nothingWasSent(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth++) {
    if ("code" in cause && typeof cause.code === "string" && NOTHING_SENT.has(cause.code)) return true;
    if (cause.message.includes("client error (Connect)")) return true;
  }
  return false;
}
