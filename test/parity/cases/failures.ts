import { type ParityCase, TOO_LATE_MS } from "../case.ts";

const event = {
  method: "POST",
  path: "/ht/v1/track",
  headers: { "content-type": "application/json" },
  body: '{"messageId":"1"}',
};
const script = { path: "/ht/browser/release/v1-latest/events.min.js" };
const bulk = { method: "POST", path: "/acme/bulk", headers: { "content-type": "text/plain" }, body: "{}" };
const ok = { body: '{"success":true}' };
const denoSendsAgain =
  "Deno's fetch sends once more by itself where a reused connection breaks; no option turns it off";

const ENDED_IN_FRONT = "Caddy 2.6.2, Debian's, ends such an answer as if it were whole";

export const failureCases: readonly ParityCase[] = [
  ...[408, 425, 429, 500, 502, 503, 504, 599].map((status): ParityCase => ({
    name: `an event with a key is sent again after ${status}, with the same bytes`,
    why: "the browser SDK loses the event on any HTTP error",
    send: event,
    vendor: [{ status }, ok],
    received: { times: 2, body: event.body },
    answer: { status: 200, body: ok.body },
  })),
  {
    name: "an event with a key is sent again after a broken connection",
    send: event,
    vendor: [{ breaksOff: true }, ok],
    received: { times: 2, body: event.body },
    answer: { status: 200, body: ok.body },
  },
  ...[400, 401, 403, 404, 413, 422].map((status): ParityCase => ({
    name: `an answer that will not change comes back at once (${status})`,
    send: event,
    vendor: [
      {
        status,
        headers: [
          ["content-type", "application/json"],
          ["www-authenticate", "Basic"],
        ],
        body: '{"error":1}',
      },
    ],
    received: { times: 1 },
    answer: { status, body: '{"error":1}' },
  })),
  {
    name: "Retry-After beyond the retry window is not waited for: the client gets it, readable across origins",
    send: { ...event, headers: { ...event.headers, origin: "https://app.shop.example" } },
    vendor: {
      status: 429,
      headers: [
        ["retry-after", "30"],
        ["x-ratelimit-reset", "1795307935"],
      ],
    },
    received: { times: 1 },
    answer: {
      status: 429,
      headers: {
        "retry-after": "30",
        "x-ratelimit-reset": "1795307935",
        "access-control-expose-headers":
          "retry-after, ratelimit, ratelimit-policy, ratelimit-limit, ratelimit-remaining, ratelimit-reset, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset",
      },
    },
  },
  {
    name: "after the last try the vendor's own answer comes back",
    site: "onlyOnce",
    send: event,
    vendor: { status: 503, body: "down" },
    received: { times: 1 },
    answer: { status: 503, body: "down" },
  },
  {
    name: "after the last broken connection it is 502",
    site: "onlyOnce",
    send: event,
    vendor: { breaksOff: true },
    received: { times: 1 },
    answer: { status: 502, code: "upstream_unreachable", headers: { "cache-control": "no-store" } },
    onUsedConnection: true,
    gaps: { "sends again by itself": denoSendsAgain },
  },
  {
    name: "a late vendor is 504",
    site: "impatient",
    send: event,
    vendor: { delayMs: TOO_LATE_MS, ...ok },
    received: { times: 1 },
    answer: { status: 504, code: "upstream_timeout" },
  },
  {
    name: "without a key nothing is sent twice: an error status comes back",
    why: "a second copy would count twice",
    send: bulk,
    vendor: { status: 503, body: "down" },
    received: { times: 1 },
    answer: { status: 503, body: "down" },
  },
  {
    name: "without a key nothing is sent twice: a broken connection is 502",
    send: bulk,
    vendor: { breaksOff: true },
    received: { times: 1 },
    answer: { status: 502, code: "upstream_unreachable" },
    onUsedConnection: true,
    gaps: { "sends again by itself": denoSendsAgain },
  },
  {
    name: "a host where nobody listens is 502",
    site: "onlyOnce",
    send: { method: "POST", path: "/acme/gone", body: "{}" },
    vendor: null,
    answer: { status: 502, code: "upstream_unreachable" },
  },
  {
    name: "a script is not asked for again after an error status",
    send: script,
    vendor: { status: 503, body: "down" },
    received: { times: 1 },
    answer: { status: 503, body: "down" },
  },
  ...[301, 302, 303, 307, 308].map((status): ParityCase => ({
    name: `a redirect is neither followed nor relayed (${status})`,
    why: "followed, it leaves the vendor's hosts; relayed, the SDK repeats the event as GET",
    send: event,
    vendor: { status, headers: [["location", "https://evil.example/"]] },
    received: { times: 1 },
    answer: { status: 502, code: "upstream_redirect" },
  })),
  {
    name: "204 comes back without a body",
    send: event,
    vendor: { status: 204 },
    answer: { status: 204, body: "" },
  },
  {
    name: "a failure is readable to a neighbour",
    send: { ...event, path: "/ht/v2/track", headers: { ...event.headers, origin: "https://app.shop.example" } },
    vendor: null,
    answer: {
      status: 404,
      code: "no_route",
      headers: { "access-control-allow-origin": "https://app.shop.example", vary: "Origin" },
    },
  },
  {
    name: "a vendor's failure is readable to a neighbour",
    send: { ...bulk, headers: { ...bulk.headers, origin: "https://app.shop.example" } },
    vendor: { breaksOff: true },
    received: { times: 1 },
    answer: { status: 502, headers: { "access-control-allow-origin": "https://app.shop.example", vary: "Origin" } },
    onUsedConnection: true,
    gaps: { "sends again by itself": denoSendsAgain },
  },
  {
    name: "a status that HTTP does not have is 502",
    why: "Fetch types throw on it",
    send: bulk,
    vendor: { status: 999 },
    received: { times: 1 },
    answer: { status: 502, code: "upstream_malformed" },
    gaps: { "vercel-dev-edge": "its fetch rejects such an answer, as if there were none: 502 with another code" },
  },
  {
    name: "a small answer may take as long again as its first byte",
    site: "hurried",
    send: bulk,
    vendor: { headers: [["content-length", "4"]], body: "late", bodyDelayMs: 1_700, delayMs: 1_700 },
    answer: { status: 200, body: "late" },
  },
  ...(
    [
      ["a length", ["content-length", "200000"]],
      ["no length", ["transfer-encoding", "chunked"]],
    ] as const
  ).map(([what, framing]): ParityCase => ({
    name: `half a script never passes for a whole one, where the vendor breaks off (${what})`,
    why: "a client that cannot tell runs the half, and keeps it",
    send: script,
    vendor: { headers: [["content-type", "text/javascript"], framing], body: "x".repeat(100_000), truncates: true },
    answer: "broken off",
    ...(what === "no length" ? { gaps: { "node behind caddy": ENDED_IN_FRONT } } : {}),
  })),
  {
    name: "an unknown method of a known path is 405",
    send: { ...event, method: "PUT" },
    vendor: null,
    answer: { status: 405, code: "method_not_allowed", headers: { allow: "POST, OPTIONS" } },
  },
  ...["DELETE", "PATCH"].map((method): ParityCase => ({
    name: `${method} is 405 on a script`,
    send: { ...script, method },
    vendor: null,
    answer: { status: 405, code: "method_not_allowed", headers: { allow: "GET, HEAD, OPTIONS" } },
  })),
];
