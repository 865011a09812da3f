import { gzipSync } from "node:zlib";
import { typedInFront } from "./typed-in-front.ts";
import type { ParityCase } from "../case.ts";
import { decodedQuery, splitQuery } from "./query-gaps.ts";

const EVENT = '{"type":"track","event":"Bought","properties":{"naïve":"✓"},"messageId":"a2200369"}';
const json = { "content-type": "application/json" };
const ok = { status: 200, headers: [["content-type", "application/json"]], body: '{"success":true}' } as const;
const everyByte = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) => ({
  method: "POST",
  path,
  headers,
  body,
});

export const eventCases: readonly ParityCase[] = [
  {
    name: "an event goes up byte for byte and the vendor's answer comes back",
    send: post("/ht/v1/track", EVENT),
    vendor: ok,
    received: {
      method: "POST",
      url: "/v1/track",
      body: EVENT,
      headers: {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(EVENT)),
        "transfer-encoding": null,
      },
    },
    answer: {
      status: 200,
      body: '{"success":true}',
      headers: { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff" },
    },
  },
  ...["page", "identify", "group", "alias", "screen", "batch", "b"].map((type): ParityCase => ({
    name: `/v1/${type} reaches the events host`,
    send: post(`/ht/v1/${type}`, EVENT),
    vendor: ok,
    received: { url: `/v1/${type}`, body: EVENT },
    answer: { status: 200 },
  })),
  {
    name: "arbitrary bytes arrive as they are",
    send: post("/ht/v1/batch", everyByte, { "content-type": "application/octet-stream" }),
    vendor: ok,
    received: { body: everyByte, headers: { "content-type": "application/octet-stream" } },
    answer: { status: 200 },
  },
  {
    name: "gzip under text/plain is not decoded, read or judged",
    why: "PostHog sends it so; servers that parse text bodies corrupt it",
    send: post("/ht/v1/batch", Uint8Array.from(gzipSync(EVENT)), { "content-type": "text/plain" }),
    vendor: ok,
    received: {
      body: Uint8Array.from(gzipSync(EVENT)),
      headers: { "content-type": "text/plain", "content-encoding": null },
    },
    answer: { status: 200 },
    gaps: {
      "takes bodies by their label": {
        why: "the platform has read the bytes as text before anything of ours runs; it is 500 with a sentence, and nothing goes up mangled",
        instead: { vendor: null, answer: { status: 500, code: "body_consumed" } },
      },
    },
  },
  {
    name: "Content-Encoding of a body goes up",
    why: "the Kotlin SDK sends gzip",
    send: post("/ht/v1/batch", Uint8Array.from(gzipSync(EVENT)), { ...json, "content-encoding": "gzip" }),
    vendor: ok,
    received: { body: Uint8Array.from(gzipSync(EVENT)), headers: { "content-encoding": "gzip" } },
    answer: { status: 200 },
  },
  {
    name: "an empty beacon arrives empty, with a length",
    why: "an empty stream in its place was a 502 elsewhere",
    send: post("/ht/v1/track", "", { "content-type": "text/plain;charset=UTF-8" }),
    vendor: ok,
    received: { body: "", headers: { "content-length": "0", "transfer-encoding": null } },
    answer: { status: 200 },
  },
  {
    name: "a chunked body arrives whole, with a length",
    send: { ...post("/ht/v1/track", EVENT), isChunked: true },
    vendor: ok,
    received: {
      body: EVENT,
      headers: { "content-length": String(Buffer.byteLength(EVENT)), "transfer-encoding": null },
    },
    answer: { status: 200 },
  },
  {
    name: "a body of exactly 1 MiB passes",
    send: post("/ht/v1/batch", "x".repeat(1_048_576)),
    vendor: ok,
    received: { body: "x".repeat(1_048_576) },
    answer: { status: 200 },
    gaps: { "small bodies": "the platform hands on the first 40 kB of a body; more is 413" },
  },
  {
    name: "one byte more is refused by its length",
    send: post("/ht/v1/batch", "x".repeat(1_048_577)),
    vendor: null,
    answer: { status: 413, code: "body_too_large" },
  },
  {
    name: "one byte more is refused by its stream",
    send: { ...post("/ht/v1/batch", "x".repeat(1_048_577)), isChunked: true },
    vendor: null,
    answer: { status: 413, code: "body_too_large" },
  },
  {
    name: "a route may have a limit of its own",
    send: post("/acme/bulk", "x".repeat(65)),
    vendor: null,
    answer: { status: 413, code: "body_too_large" },
  },
  {
    name: "the query goes up as sent, whatever it holds",
    send: post("/ht/v1/track?a=%2F..%2F&b=a+b%2Bc&empty=&x&u=https://evil.example/?y=1", EVENT),
    vendor: ok,
    received: { url: "/v1/track?a=%2F..%2F&b=a+b%2Bc&empty=&x&u=https://evil.example/?y=1" },
    answer: { status: 200 },
    gaps: { ...decodedQuery, ...splitQuery, next: "Next parses every query and writes it out anew" },
  },
  {
    name: "a server library's Authorization and User-Agent go up",
    send: post("/ht/v1/batch", EVENT, {
      ...json,
      authorization: "Basic V0s6",
      "user-agent": "events-sdk-js-node/latest",
    }),
    vendor: ok,
    received: { headers: { authorization: "Basic V0s6", "user-agent": "events-sdk-js-node/latest" } },
    answer: { status: 200 },
  },
  {
    name: "the user and password of a log-in of the whole site stay at home",
    why: "on a staging site the browser sends them with every request, the SDK's included (RFC 7617 2.2)",
    send: post("/ht/v1/track", EVENT, { ...json, authorization: `Basic ${btoa("staging:s3cret")}` }),
    vendor: ok,
    received: { body: EVENT, headers: { authorization: null } },
    answer: { status: 200 },
  },
  {
    name: "a log-in of the whole site stays at home also where only a lenient reader of base64 takes it",
    send: post("/ht/v1/track", EVENT, {
      ...json,
      authorization: `Basic ${btoa("staging:s3cret").replace("=", "AA")}==`,
    }),
    vendor: ok,
    received: { body: EVENT, headers: { authorization: null } },
    answer: { status: 200 },
  },
  {
    name: "the site's cookies stay at home, the vendor's own identity included",
    send: post("/ht/v1/track", EVENT, {
      ...json,
      cookie: "session=s3cret; htjs_anonymous_id=a; htjs_anonymous_id_srvr=a",
    }),
    vendor: ok,
    answer: { status: 200 },
  },
  {
    name: "headers that the route does not name stay at home",
    send: post("/ht/v1/track", EVENT, {
      ...json,
      origin: "https://www.shop.example",
      referer: "https://www.shop.example/reset?token=s3cret",
      "x-api-key": "s3cret",
      "proxy-authorization": "Basic s3cret",
      "x-real-ip": "6.6.6.6",
      "cf-connecting-ip": "6.6.6.6",
      "true-client-ip": "6.6.6.6",
      forwarded: "for=6.6.6.6",
      via: "1.1 evil",
      "sec-fetch-site": "same-origin",
    }),
    vendor: ok,
    received: {
      headers: {
        origin: null,
        referer: null,
        "x-api-key": null,
        "proxy-authorization": null,
        "x-real-ip": null,
        "cf-connecting-ip": null,
        "true-client-ip": null,
        forwarded: null,
        via: null,
        "sec-fetch-site": null,
      },
    },
    answer: { status: 200 },
  },
  {
    name: "X-Forwarded-For is the platform's address, replaced and never appended to",
    send: post("/ht/v1/track", EVENT, { ...json, "x-forwarded-for": "6.6.6.6, 7.7.7.7" }),
    vendor: ok,
    received: { headers: { "x-forwarded-for": "127.0.0.1" } },
    answer: { status: 200 },
    gaps: { "hides the connection": "it shows a handler no connection, so the vendor is told no address" },
  },
  {
    name: "a client that names no User-Agent and no Accept shows none of the runtime's",
    send: post("/ht/v1/track", EVENT),
    vendor: ok,
    received: { headers: { "user-agent": "firstparty", accept: "*/*", "accept-language": "*" } },
    answer: { status: 200 },
  },
  {
    name: "an event of a stranger's page is relayed, but unreadable to it",
    why: "webviews, sandboxed frames and e-mail pixels are cross-site by nature",
    send: post("/ht/v1/track", EVENT, { "content-type": "text/plain", origin: "null", "sec-fetch-site": "cross-site" }),
    vendor: ok,
    received: { body: EVENT },
    answer: { status: 200, headers: { "access-control-allow-origin": null, vary: "Origin" } },
  },
  {
    name: "a neighbour may read the answer, the vendor's own CORS headers notwithstanding",
    send: post("/ht/v1/track", EVENT, { ...json, origin: "https://app.shop.example" }),
    vendor: {
      ...ok,
      headers: [
        ["content-type", "application/json"],
        ["access-control-allow-origin", "*"],
        ["access-control-allow-headers", "*"],
      ],
    },
    answer: {
      status: 200,
      headers: {
        "access-control-allow-origin": "https://app.shop.example",
        "access-control-allow-credentials": "true",
        "access-control-allow-headers": null,
        vary: "Origin",
      },
    },
  },
  {
    name: "a neighbour's preflight allows what the route sends up, and tracing headers",
    send: {
      method: "OPTIONS",
      path: "/ht/v1/track",
      headers: {
        origin: "https://app.shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    },
    vendor: null,
    answer: {
      status: 204,
      headers: {
        "access-control-allow-origin": "https://app.shop.example",
        "access-control-allow-methods": "POST",
        "access-control-allow-headers":
          "accept, accept-language, authorization, content-encoding, content-type, user-agent, traceparent, tracestate, baggage, b3, sentry-trace, newrelic, x-datadog-origin, x-datadog-parent-id, x-datadog-sampling-priority, x-datadog-trace-id",
      },
      body: "",
    },
  },
  {
    name: "the mobile SDKs' settings come from the events host",
    why: "Swift and Kotlin: GET /v1/projects/<key>/settings on apiHost",
    send: { path: "/ht/v1/projects/WK/settings" },
    vendor: { ...ok, body: '{"integrations":{}}' },
    received: { method: "GET", url: "/v1/projects/WK/settings" },
    answer: { status: 200, body: '{"integrations":{}}' },
  },
  {
    name: "what a collect route answers is never stored, whatever the vendor says",
    send: post("/ht/v1/track", EVENT),
    vendor: { ...ok, headers: [["cache-control", "public, max-age=3600"]] },
    answer: { status: 200, headers: { "cache-control": "no-store" } },
  },
  {
    name: "HTML in place of an event's answer keeps its status and loses its body",
    send: post("/ht/v1/track", EVENT),
    vendor: { headers: [["content-type", "text/html"]], body: "<script>alert(1)</script>" },
    answer: { status: 200, body: "", headers: { "content-type": null } },
    gaps: typedInFront({ status: 200, body: "" }),
  },
  {
    name: "an event's path takes no other method",
    send: { path: "/ht/v1/track" },
    vendor: null,
    answer: { status: 405, code: "method_not_allowed", headers: { allow: "POST, OPTIONS" } },
  },
];
