import fc from "fast-check";
import { setCookie } from "./cookies.ts";
import { HOSTILE, nearly, pieces, seldom, type Text, word } from "./text.ts";

/** What the vendor does, as plain data. */
export interface VendorScript {
  /** `rejects`: no answer came; `stalls`: none ever comes. Else how the body is handed on. */
  readonly way: "whole" | "stream" | "breaks" | "rejects" | "stalls";
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** The runtime's code where it rejects. */
  readonly code: string | undefined;
}

const status = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(200, 200, 201, 204) },
  { weight: 3, arbitrary: fc.constantFrom(205, 206, 304, 301, 302, 307, 308, 400, 401, 404, 408, 429, 500, 503) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 999 }) },
);

const contentType: Text = nearly(
  word(
    "application/json",
    "text/javascript",
    "application/javascript; charset=utf-8",
    "text/html",
    "text/html; charset=utf-8",
    "Text/HTML",
    "text/html charset=utf-8",
    "text/html(comment)",
    "text/plain, text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "application/xml;a=b",
    "multipart/x-mixed-replace;boundary=x",
    "image/gif",
    "",
    "*/*",
  ),
  5,
  ["\t", " ", ";", ",", "(", "\0", "\r\n", "\x0c", "\x0b", "\xa0", "/", "+xml", "text/html", "="],
);

const cacheControl: Text = nearly(
  word(
    "public, max-age=31536000",
    "max-age=1, s-maxage=31536000",
    'public, S-MaxAge="99999"',
    "max-age=60, max-age=31536000",
    's-maxage=1", s-maxage=31536000',
    "no-store",
    "s-maxage=9",
    "private",
  ),
  4,
);

const header: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant("set-cookie"), setCookie) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("content-type"), contentType) },
  {
    weight: 4,
    arbitrary: word(
      "strict-transport-security|max-age=63072000; includeSubDomains; preload",
      'clear-site-data|"cookies", "storage"',
      'alt-svc|h3=":443"',
      'nel|{"report_to":"x"}',
      'report-to|{"group":"x"}',
      "reporting-endpoints|x=https://evil.example",
      "www-authenticate|Basic realm=canary",
      "proxy-authenticate|Basic",
      "location|https://evil.example/",
      "refresh|0; url=https://evil.example/",
      "content-location|https://evil.example/",
      "link|<https://evil.example/x.css>; rel=stylesheet",
      "service-worker-allowed|/",
      "access-control-allow-origin|*",
      "access-control-allow-origin|https://evil.example",
      "access-control-allow-credentials|true",
      "access-control-allow-headers|*",
      "access-control-expose-headers|*",
      "access-control-max-age|99999",
      "content-security-policy|default-src *",
      "cross-origin-opener-policy|unsafe-none",
      "origin-agent-cluster|?0",
      "permissions-policy|x",
      "public-key-pins|x",
      "set-login|logged-out",
      "accept-ch|Sec-CH-UA-Full-Version-List",
      "critical-ch|Sec-CH-UA",
      "server-timing|x",
      "x-powered-by|canary",
      "x-frame-options|ALLOWALL",
      "x-content-type-options|sniff",
      "connection|close, set-cookie",
      "transfer-encoding|chunked",
      "trailer|x",
      "keep-alive|x",
      "upgrade|h2c",
      "cdn-cache-control|max-age=9",
      "surrogate-control|max-age=9",
      "vary|*",
      "vary|Accept-Encoding",
      "vary|Origin",
      'etag|"canary"',
      "retry-after|120",
      "ratelimit|x",
      "expires|0",
      "age|5",
      "last-modified|x",
      "sourcemap|/x.map",
      "cross-origin-resource-policy|same-origin",
    ).map((line): readonly [string, string] => line.split("|") as unknown as [string, string]),
  },
  { weight: 2, arbitrary: fc.tuple(word("cache-control"), cacheControl) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      word("content-encoding"),
      nearly(word("gzip", "br", "zstd", "gzip, br", "x-gzip", "identity", "canary"), 5),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(word("content-length"), word("0", "5", "99999999", "-1", "x", "5, 5", "")) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      word("etag", "retry-after", "content-language", "vary", "x-vendor", "content-range"),
      pieces(HOSTILE, 3),
    ),
  },
);

export const vendorScript: fc.Arbitrary<VendorScript> = fc.record({
  way: seldom(
    12,
    fc.constantFrom("breaks" as const, "rejects" as const, "stalls" as const),
    fc.constantFrom("whole" as const, "stream" as const),
  ),
  status,
  headers: fc.array(header, { maxLength: 6 }),
  body: fc.oneof(
    word("{}", "", "canary"),
    fc.constantFrom(11, 6_001, 70_000).map((length) => "b".repeat(length)),
  ),
  code: fc.constantFrom(undefined, "ECONNREFUSED", "ECONNRESET", "UND_ERR_INVALID_ARG"),
});
