import { gzipSync } from "node:zlib";
import type { ParityCase } from "../case.ts";

const CODE = "/* analytics.js */".padEnd(4_000, "x");
const ZIPPED = Uint8Array.from(gzipSync(CODE));
const JS = ["content-type", "application/javascript"] as const;
const asScript = { "content-type": "text/javascript; charset=utf-8" };

/** Segment's CDN: the SDK, its chunks and its destinations. Its settings are in segment-settings.ts, its API in segment-api.ts. */
export const segmentFileCases: readonly ParityCase[] = [
  ...(
    [
      ["its SDK", "/analytics.js/v1/WK/analytics.min.js"],
      ["a chunk", "/analytics-next/bundles/ajs-destination.bundle.ed53a26b6edc80c65d73.js"],
      ["a plugin", "/next-integrations/actions/braze/abc123.js"],
      ["a classic destination", "/next-integrations/integrations/amplitude/3.4.0/amplitude.dynamic.js"],
    ] as const
  ).map(([what, path]): ParityCase => ({
    name: `segment: ${what} comes from the CDN, which hears neither Authorization nor X-Retry-Count`,
    site: "segment",
    send: {
      path: `/sg${path}`,
      headers: {
        cookie: "ajs_user_id=u; session=s3cret",
        authorization: "Basic s3cret",
        "x-retry-count": "1",
        referer: "https://www.shop.example/s3cret",
      },
    },
    vendor: { headers: [JS], body: CODE },
    received: { url: path, headers: { authorization: null, "x-retry-count": null, referer: null } },
    answer: { status: 200, body: CODE, headers: { "content-type": "application/javascript" } },
  })),
  {
    name: "segment: a chunk that is stored zipped comes back byte for byte, as a script",
    why: "its CDN labels .js.gz by the last part, and nosniff would refuse to run it",
    site: "segment",
    send: {
      path: "/sg/next-integrations/integrations/amplitude/3.4.0/amplitude.dynamic.js.gz",
      headers: { "accept-encoding": "gzip, br" },
    },
    vendor: {
      headers: [
        ["content-type", "application/gzip"],
        ["content-encoding", "gzip"],
      ],
      body: ZIPPED,
    },
    answer: { status: 200, body: ZIPPED, headers: { ...asScript, "content-encoding": "gzip" } },
    gaps: {
      "borrows Node's fetch": "in process Node's fetch has decoded what the platform's own hands on as it came",
      decodes: {
        why: "global fetch decodes; the bytes that arrive are the plain ones",
        instead: { answer: { status: 200, body: CODE, headers: { ...asScript, "content-encoding": null } } },
      },
    },
  },
  {
    name: "segment: a page in the place of a script is 502",
    site: "segment",
    send: { path: "/sg/analytics.js/v1/WK/analytics.min.js" },
    vendor: { headers: [["content-type", "text/html"]], body: "<script>alert(1)</script>" },
    answer: { status: 502, code: "upstream_document" },
  },
  ...["", "?v=1&to=2"].map((query): ParityCase => ({
    name: `segment: an alias is its key's file at the CDN${query && ", with the query as sent"}`,
    why: "a script called analytics.min.js is on the lists of blockers",
    site: "segment",
    send: { path: `/sg/shop.js${query}`, headers: { "if-none-match": '"e1"', authorization: "Basic s3cret" } },
    vendor: {
      headers: [
        ["content-type", "binary/octet-stream"],
        ["etag", '"e2"'],
      ],
      body: CODE,
    },
    received: {
      method: "GET",
      url: `/analytics.js/v1/WK/analytics.min.js${query}`,
      headers: { "if-none-match": '"e1"', authorization: null },
    },
    answer: { status: 200, body: CODE, headers: { ...asScript, etag: '"e2"' } },
  })),
  ...["/sg/other.js", "/sg/shop.js/v1/t", "/sg/shopxjs", "/sg/Shop.js", "/sg/shop.js.map"].map((path): ParityCase => ({
    name: `segment: what is no alias is 404 (${path})`,
    site: "segment",
    send: { path },
    vendor: null,
    answer: { status: 404, code: "no_route" },
  })),
  {
    name: "segment: a preflight of the site's own pages lets the SDK's headers through",
    site: "segment",
    send: {
      method: "OPTIONS",
      path: "/sg/v1/t",
      headers: {
        origin: "https://app.shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-retry-count",
      },
    },
    vendor: null,
    answer: {
      status: 204,
      headers: {
        "access-control-allow-origin": "https://app.shop.example",
        "access-control-allow-headers":
          "accept, accept-language, authorization, content-encoding, content-type, user-agent, x-retry-count, traceparent, tracestate, baggage, b3, sentry-trace, newrelic, x-datadog-origin, x-datadog-parent-id, x-datadog-sampling-priority, x-datadog-trace-id",
      },
    },
  },
];
