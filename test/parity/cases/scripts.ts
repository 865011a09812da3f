import { brotliCompressSync, gzipSync } from "node:zlib";
import { type Gap, type Headers, type ParityCase, TOO_LATE_MS } from "../case.ts";
import { typedInFront } from "./typed-in-front.ts";

const CODE = "/* sdk */".padEnd(4_000, "x");
const BIG = "/* sdk */".padEnd(200_000, "y");
const PATH = "/ht/browser/release/v1-latest/events.min.js";
const JS = ["content-type", "application/javascript"] as const;
const encoded = (encoding: string, bytes: Buffer) => ({
  headers: [JS, ["content-encoding", encoding], ["content-length", String(bytes.length)]] as const,
  body: Uint8Array.from(bytes),
});
/** Where global fetch decodes, the plain bytes arrive, and no label. */
const plainIn = (body: string, headers: Headers = {}): NonNullable<ParityCase["gaps"]> => ({
  "borrows Node's fetch": "in process Node's fetch has decoded what the platform's own hands on as it came",
  decodes: {
    why: "global fetch decodes; the bytes that arrive are the plain ones",
    instead: { answer: { status: 200, body, headers: { ...headers, "content-encoding": null } } },
  },
});
const tooLarge: Gap = {
  why: "the platform takes 40 kB back; what is larger is 502 with a sentence",
  instead: { answer: { status: 502, code: "upstream_too_large" } },
};

export const scriptCases: readonly ParityCase[] = [
  {
    name: "the SDK comes from the CDN host, cacheable and for every page",
    send: { path: PATH },
    vendor: {
      headers: [
        JS,
        ["cache-control", "public, max-age=300"],
        ["etag", '"e1"'],
        ["last-modified", "Sun, 22 Nov 2026 00:00:00 GMT"],
        ["age", "17"],
      ],
      body: CODE,
    },
    received: { method: "GET", url: "/browser/release/v1-latest/events.min.js" },
    answer: {
      status: 200,
      body: CODE,
      headers: {
        "content-type": "application/javascript",
        "cache-control": "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400",
        etag: '"e1"',
        "last-modified": "Sun, 22 Nov 2026 00:00:00 GMT",
        age: "17",
        "access-control-allow-origin": "*",
        "access-control-allow-credentials": null,
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
      },
    },
  },
  {
    name: "lazy chunks under candidate/ too",
    send: { path: "/ht/browser/candidate/1.5.1/queryString.bundle.e47b.js" },
    vendor: { headers: [JS], body: CODE },
    received: { url: "/browser/candidate/1.5.1/queryString.bundle.e47b.js" },
    answer: { status: 200, body: CODE },
  },
  {
    name: "a large script arrives whole",
    send: { path: PATH },
    vendor: { headers: [JS, ["content-length", String(BIG.length)]], body: BIG },
    answer: { status: 200, body: BIG },
    gaps: { "small bodies": tooLarge },
  },
  {
    name: "a script of unknown length arrives whole",
    send: { path: PATH },
    vendor: { headers: [JS, ["transfer-encoding", "chunked"]], body: BIG },
    answer: { status: 200, body: BIG },
    gaps: { "small bodies": tooLarge },
  },
  {
    name: "HEAD has the headers and no body",
    send: { method: "HEAD", path: PATH },
    vendor: {
      headers: [JS, ["etag", '"e1"'], ["content-length", "4000"]],
    },
    received: { method: "HEAD" },
    answer: {
      status: 200,
      body: "",
      headers: { etag: '"e1"', "content-type": "application/javascript", "content-length": "4000" },
    },
    gaps: {
      next: "Next sets the length itself, and none for HEAD",
      "measures bodies": "the platform writes Content-Length itself, of the body that there is: none",
    },
  },
  {
    name: "revalidation goes through and back",
    send: { path: PATH, headers: { "if-none-match": '"e1"', "if-modified-since": "Sun, 22 Nov 2026 00:00:00 GMT" } },
    vendor: {
      status: 304,
      headers: [
        ["etag", '"e1"'],
        ["cache-control", "public, max-age=300"],
      ],
    },
    received: { headers: { "if-none-match": '"e1"', "if-modified-since": "Sun, 22 Nov 2026 00:00:00 GMT" } },
    answer: { status: 304, body: "", headers: { etag: '"e1"' } },
  },
  {
    name: "a range goes through and back",
    send: { path: PATH, headers: { range: "bytes=0-3" } },
    vendor: { status: 206, headers: [JS, ["content-range", "bytes 0-3/4000"]], body: "/* s" },
    received: { headers: { range: "bytes=0-3" } },
    answer: { status: 206, body: "/* s", headers: { "content-range": "bytes 0-3/4000" } },
  },
  {
    name: "the CDN learns neither cookies nor Authorization nor the page",
    send: {
      path: PATH,
      headers: { cookie: "session=s3cret", authorization: "Basic s3cret", referer: "https://www.shop.example/?s3cret" },
    },
    vendor: { headers: [JS], body: CODE },
    received: { headers: { authorization: null, referer: null } },
    answer: { status: 200 },
  },
  ...(["text/plain", "application/octet-stream", "binary/octet-stream", null] as const).map((type): ParityCase => ({
    name: `a script under another label runs all the same (${type ?? "no label"})`,
    why: "nosniff would refuse to run it",
    send: { path: PATH },
    vendor: { headers: type === null ? [] : [["content-type", type]], body: CODE },
    answer: { status: 200, headers: { "content-type": "text/javascript; charset=utf-8" } },
  })),
  {
    name: "a source map keeps its label",
    send: { path: `${PATH}.map` },
    vendor: { headers: [["content-type", "application/json"]], body: "{}" },
    answer: { status: 200, headers: { "content-type": "application/json" } },
  },
  {
    name: "a missing chunk is 404 with the vendor's label, not a script",
    send: { path: PATH },
    vendor: { status: 404, headers: [["content-type", "text/plain"]], body: "no such key" },
    answer: { status: 404, body: "no such key", headers: { "content-type": "text/plain" } },
  },
  {
    name: "HTML in place of a script is never relayed",
    send: { path: PATH },
    vendor: { headers: [["content-type", "text/html; charset=utf-8"]], body: "<script>alert(1)</script>" },
    answer: { status: 502, code: "upstream_document" },
  },
  {
    name: "a 304 may carry the length of what it stands for",
    why: "undici takes it for a broken body (RFC 9110 8.6 allows it)",
    send: { path: PATH, headers: { "if-none-match": '"e1"' } },
    vendor: {
      status: 304,
      headers: [
        ["etag", '"e1"'],
        ["content-length", "4000"],
      ],
    },
    answer: { status: 304, body: "", headers: { etag: '"e1"' } },
  },
  {
    name: "a script that takes longer than the deadline for its first byte is not cut",
    site: "impatient",
    send: { path: PATH },
    vendor: { headers: [JS, ["content-length", String(BIG.length)]], body: BIG, bodyDelayMs: 4_000 },
    answer: { status: 200, body: BIG },
    gaps: {
      "small bodies": tooLarge,
      "buffers answers": {
        why: "what is read whole has as long again as its first byte may take; a slower script is 504",
        instead: {
          vendor: { headers: [JS, ["content-length", String(BIG.length)]], body: BIG, bodyDelayMs: TOO_LATE_MS },
          answer: { status: 504, code: "upstream_timeout" },
        },
      },
    },
  },
  ...[
    "text/html",
    "application/xhtml+xml",
    "image/svg+xml",
    "text/xml",
    "application/atom+xml; charset=utf-8",
    "multipart/x-mixed-replace; boundary=x",
    "application/json, text/html",
    "text/html charset=utf-8",
    "text/html(comment)",
    "x!y/atom+xml",
  ].map((type): ParityCase => ({
    name: `an error page keeps its status and loses its body (${type})`,
    send: { path: PATH },
    vendor: { status: 403, headers: [["content-type", type]], body: "<svg onload=alert(1)>" },
    answer: { status: 403, body: "", headers: { "content-type": null } },
    gaps: typedInFront({ status: 403, body: "" }, "text/javascript"),
  })),
  {
    name: "a gzip answer decodes at the client to the vendor's bytes",
    send: { path: PATH, headers: { "accept-encoding": "gzip, br" } },
    vendor: encoded("gzip", gzipSync(CODE)),
    answer: { status: 200, body: Uint8Array.from(gzipSync(CODE)), headers: { "content-encoding": "gzip" } },
    gaps: plainIn(CODE),
  },
  {
    name: "a large gzip answer likewise, streamed",
    send: { path: PATH, headers: { "accept-encoding": "gzip, br" } },
    vendor: encoded("gzip", Buffer.from(gzipSync(randomText(300_000)))),
    answer: {
      status: 200,
      body: Uint8Array.from(gzipSync(randomText(300_000))),
      headers: { "content-encoding": "gzip" },
    },
    gaps: { "small bodies": tooLarge, ...plainIn(randomText(300_000)) },
  },
  {
    name: "a brotli answer likewise",
    send: { path: PATH, headers: { "accept-encoding": "gzip, br" } },
    vendor: encoded("br", brotliCompressSync(CODE)),
    answer: { status: 200, body: Uint8Array.from(brotliCompressSync(CODE)), headers: { "content-encoding": "br" } },
    gaps: plainIn(CODE),
  },
  {
    name: "a pre-gzipped chunk is a script",
    send: { path: "/ht/browser/release/v1-latest/events.min.js.gz", headers: { "accept-encoding": "gzip" } },
    vendor: {
      ...encoded("gzip", gzipSync(CODE)),
      headers: [
        ["content-type", "application/gzip"],
        ["content-encoding", "gzip"],
      ],
    },
    answer: {
      status: 200,
      body: Uint8Array.from(gzipSync(CODE)),
      headers: { "content-type": "text/javascript; charset=utf-8", "content-encoding": "gzip" },
    },
    gaps: plainIn(CODE, { "content-type": "text/javascript; charset=utf-8" }),
  },
  {
    name: "a client that accepts no encoding is not given one it could not read",
    send: { path: PATH },
    vendor: { headers: [JS], body: CODE },
    received: { headers: { "accept-encoding": "identity" } },
    answer: { status: 200, body: CODE, headers: { "content-encoding": null } },
  },
  {
    name: "the vendor's harmful headers stay behind",
    send: { path: PATH },
    vendor: {
      headers: [
        JS,
        ["strict-transport-security", "max-age=63072000; includeSubDomains; preload"],
        ["clear-site-data", '"*"'],
        ["alt-svc", 'h3=":443"'],
        ["nel", "{}"],
        ["report-to", "{}"],
        ["service-worker-allowed", "/"],
        ["server", "AmazonS3"],
        ["x-powered-by", "vendor"],
        ["set-cookie", "tracker=1; Domain=vendor.example"],
        ["set-cookie", "tracker2=1"],
        ["content-security-policy", "default-src 'none'"],
        ["link", "<https://evil.example>; rel=preload"],
        ["refresh", "0; url=https://evil.example"],
        ["x-amz-request-id", "1"],
      ],
      body: CODE,
    },
    answer: {
      status: 200,
      headers: { "content-security-policy": null, link: null, refresh: null, "x-amz-request-id": null },
    },
  },
  {
    name: "the vendor's Vary is kept",
    send: { path: PATH },
    vendor: { headers: [JS, ["vary", "Accept-Encoding"]], body: CODE },
    answer: { status: 200, headers: { vary: "Accept-Encoding" } },
  },
];

/** The same text every time, and one that does not compress below the size that is read whole. */
function randomText(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join("");
}
