import fc from "fast-check";
import type { SiteName } from "../sites.ts";
import { SITES } from "../sites.ts";
import { cookieHeader } from "./cookies.ts";
import { host, origin, target } from "./targets.ts";
import { HOSTILE, nearly, pieces, seldom, type Text, word } from "./text.ts";
import { type VendorScript, vendorScript } from "./vendor-answers.ts";

export type Header = readonly [name: string, value: string];

/** A request and its surroundings as plain data: printed as it is when an invariant breaks. */
export interface Sent {
  readonly site: SiteName;
  readonly method: string;
  readonly target: string;
  readonly host: string | null;
  readonly secure: boolean;
  /** Names in lower case; one that is there twice was sent twice. */
  readonly headers: readonly Header[];
  /** Octets, one a character. */
  readonly body: string;
  /** `gone`: the client left while it was read; `used`: somebody else has read it. */
  readonly bodyState: "whole" | "gone" | "used";
  readonly clientIp: string | undefined;
  readonly forwardedFor: "kept" | "appended" | undefined;
  readonly readWhole: number | undefined;
  readonly encoding: "pass" | "identity" | "decoded";
  readonly vendor: VendorScript;
}

const method: Text = fc.oneof(
  { weight: 12, arbitrary: word("POST", "POST", "GET") },
  { weight: 2, arbitrary: word("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH") },
  {
    weight: 1,
    arbitrary: word("", "post", "get", "TRACE", "CONNECT", "PROPFIND", "POST ", "GET\r\n", "__proto__", "POST,GET"),
  },
);

const fetchSite: Text = fc.oneof(
  { weight: 4, arbitrary: word("same-origin", "same-site") },
  { weight: 3, arbitrary: word("cross-site", "none") },
  {
    weight: 1,
    arbitrary: word(
      "",
      "Same-Origin",
      "same-origin, cross-site",
      "same-origin ",
      "cross-site, same-origin",
      "null",
      "*",
      "same-sitex",
    ),
  },
);

const ADDRESSES = [
  "203.0.113.7",
  "203.0.113.7:1234",
  "[2001:db8:bad::7]:99",
  "2001:db8:bad::7",
  "::ffff:203.0.113.9",
  "unknown",
  "canary",
  "203.0.113.7\r\nX-Evil: 1",
  "127.0.0.1",
  "",
  " ",
  "a:b:c",
  '"203.0.113.7"',
];

const forwardedChain: Text = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: word("203.0.113.7", "203.0.113.8") },
      { weight: 2, arbitrary: word(...ADDRESSES) },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((entries) => entries.join(", "));

const octets: Text = pieces(["canary", "a", ...HOSTILE], 5);

/** Header lines that may not go up, that have a rule of their own, or that a route lets through. */
const otherHeader: fc.Arbitrary<Header> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(
      word(
        "accept",
        "accept-language",
        "user-agent",
        "authorization",
        "content-encoding",
        "if-none-match",
        "range",
        "x-acme-trace",
        "content-type",
      ),
      nearly(
        word(
          "canary",
          "*/*",
          "Basic Y2FuYXJ5Og==",
          "Basic Y2FuYXJ5OnBhc3N3b3Jk",
          "text/plain",
          "text/html,*/*",
          "application/json",
          "gzip",
          "bytes=0-",
        ),
        4,
      ),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(word("accept-encoding"), nearly(word("gzip, br", "identity", "", "zstd", "*"), 6)) },
  {
    weight: 3,
    arbitrary: word(
      "x-forwarded-host|evil.example",
      "x-forwarded-proto|http",
      "x-forwarded-port|1",
      "x-forwarded-server|evil.example",
      "x-original-host|evil.example",
      "x-original-url|/admin",
      "x-rewrite-url|/admin",
      "x-host|evil.example",
      "forwarded|for=203.0.113.7;host=evil.example;proto=http",
      "x-real-ip|203.0.113.7",
      "true-client-ip|203.0.113.7",
      "cf-connecting-ip|203.0.113.7",
      "x-http-method-override|DELETE",
      "x-method-override|DELETE",
      "connection|x-forwarded-for, authorization, cookie",
      "connection|upgrade",
      "upgrade|websocket",
      "te|trailers",
      "transfer-encoding|chunked",
      "transfer-encoding|chunked, identity",
      "keep-alive|timeout=5",
      "proxy-authorization|Basic canarySession",
      "proxy-connection|keep-alive",
      "trailer|x",
      "expect|100-continue",
      "referer|https://www.shop.example/?canary",
      "x-csrf-token|canarySession",
      "x-api-key|canarySession",
      "host2|evil.example",
      "__proto__|canary",
      "constructor|canary",
      "access-control-request-method|POST",
      "access-control-request-headers|content-type, x-evil",
      "sec-gpc|1",
      "via|1.1 evil",
      "via|2.0 abc.cloudfront.net (CloudFront)",
      "age|1",
    ).map((line): Header => line.split("|") as unknown as Header),
  },
  { weight: 2, arbitrary: fc.tuple(word("x-forwarded-for"), forwardedChain) },
  {
    weight: 1,
    arbitrary: fc.tuple(word("x-origin-verify"), nearly(word("0123456789abcdef", "fedcba9876543210"), 3)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      word("cloudfront-viewer-address"),
      nearly(word("203.0.113.50:4711", "2001:db8::50:4711", "203.0.113.50", "canary"), 3),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      word("content-length"),
      word("0", "5", "99999999", "-1", "1e3", "0x10", "5, 5", "+5", "", "canary", "9".repeat(400)),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(word("x-canary", "content-type", "user-agent"), octets) },
);

const maybe = <T>(every: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  seldom(
    every,
    fc.constant<readonly T[]>([]),
    arbitrary.map((one) => [one]),
  );

const headers: fc.Arbitrary<readonly Header[]> = fc
  .tuple(
    maybe(
      5,
      cookieHeader.map((value): Header => ["cookie", value]),
    ),
    maybe(
      3,
      fetchSite.map((value): Header => ["sec-fetch-site", value]),
    ),
    maybe(
      2,
      origin.map((value): Header => ["origin", value]),
    ),
    fc.array(otherHeader, { maxLength: 4 }),
    seldom(
      20,
      cookieHeader.map((value): Header[] => [["cookie", value]]),
      fc.constant([]),
    ),
  )
  .map((lists) => lists.flat());

const clientIp: fc.Arbitrary<string | undefined> = fc.oneof(
  { weight: 6, arbitrary: word("198.51.100.4", "2001:db8::4") },
  {
    weight: 3,
    arbitrary: word(
      "::ffff:198.51.100.4",
      "198.51.100.4:5678",
      "[2001:db8::4]:443",
      "",
      "unknown",
      "198.51.100.4, 203.0.113.7",
      "fe80::1%eth0",
      "198.51.100.4\r\nX: y",
      "not an address",
    ),
  },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const siteName: fc.Arbitrary<SiteName> = fc.oneof(
  {
    weight: 120,
    arbitrary: fc.constantFrom<SiteName>(
      "shop",
      "shop",
      "hostOnly",
      "publicHost",
      "oneProxy",
      "optIn",
      "stripped",
      "stripped",
      "small",
      "discreet",
      "off",
      "twoProxies",
      "behindCdn",
      "verified",
    ),
  },
  // A vendor that never answers is waited for.
  { weight: 1, arbitrary: fc.constant<SiteName>("impatient") },
);

/** Events in every form that still names a person in the fields that a vendor's data names. */
const PERSON =
  '"userId":"canaryPerson","anonymousId":"canaryPerson","traits":{"e":"canaryPerson"},"context":{"ip":"canaryPerson"}';
const EVENTS = [
  `{"messageId":"m",${PERSON}}`,
  `{${PERSON}}`,
  `{"type":"identify","messageId":"m",${PERSON}}`,
  `{"messageId":7,${PERSON}}`,
  `{"batch":[{"messageId":"m",${PERSON}},{"messageId":"n",${PERSON}}],"userId":"canaryPerson"}`,
  `{"batch":[{"type":"identify",${PERSON}}]}`,
  `{"batch":{"messageId":"m",${PERSON}}}`,
  `[{"messageId":"m",${PERSON}}]`,
  `{"messageId":"m","user\\u0049d":"canaryPerson","userId":"canaryPerson"}`,
  `\xef\xbb\xbf{"messageId":"m",${PERSON}}`,
  `{"messageId":"m",${PERSON}`,
  `{"messageId":"m","context":["canaryPerson"],"traits":"canaryPerson"}`,
  `{"messageId":"m","__proto__":{"userId":1},${PERSON}}`,
];

/** Bodies that say whom they are about. */
const NAMED = [
  '{"who":"canary-1"}',
  '{"a":[[{"b":{"Who":"canary-1"}}],{"who":"canary-1"}]}',
  '{"a":{"b":[[{"Who":"canary-2"}]]}}',
  '{"who":["canary-1"]}',
  '{"not":"who","who ":"canary-2"}',
  '{"who":"canary-1"',
];

const body: Text = fc.oneof(
  { weight: 4, arbitrary: word('{"canary":1}', "canary", "", '{"sentAt":"canary"}') },
  { weight: 2, arbitrary: octets },
  { weight: 3, arbitrary: word(...EVENTS) },
  { weight: 2, arbitrary: word(...NAMED) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(255, 256, 257, 2_048, 2_049, 5_000).map((length) => "canary".padEnd(length, "\xff")),
  },
);

export const sent: fc.Arbitrary<Sent> = fc.record({
  site: siteName,
  method,
  target,
  host,
  secure: fc.boolean(),
  headers,
  body,
  bodyState: seldom(25, fc.constantFrom("gone" as const, "used" as const), fc.constant("whole" as const)),
  clientIp,
  forwardedFor: fc.constantFrom("kept" as const, "appended" as const, undefined),
  readWhole: seldom(4, fc.constantFrom(10, 6_000), fc.constant(undefined)),
  encoding: fc.constantFrom("pass" as const, "identity" as const, "decoded" as const),
  vendor: vendorScript,
});

/** The names of the sites in use, so that none is forgotten. */
export const ATTACKED: readonly SiteName[] = Object.keys(SITES) as SiteName[];
