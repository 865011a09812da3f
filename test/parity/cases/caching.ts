import type { Headers, ParityCase, VendorReply } from "../case.ts";
import { browserCookie, gone, twin } from "./expected-cookies.ts";

const PATH = "/ht/browser/release/v1-latest/events.min.js";
const SETTINGS = "/ht/v1/projects/WK/settings";
const JS = ["content-type", "text/javascript"] as const;
const JSON_TYPE = ["content-type", "application/json"] as const;
const STALE = "stale-while-revalidate=3600, stale-if-error=86400";
/** By which a cache could keep an answer, bring it back, or hold it for fresh. */
const SAYS_TO_KEEP = [
  ["cache-control", "public, max-age=31536000, s-maxage=31536000"],
  ["etag", '"e1"'],
  ["last-modified", "Sun, 22 Nov 2026 00:00:00 GMT"],
  ["expires", "Wed, 22 Nov 2028 00:00:00 GMT"],
  ["age", "17"],
] as const;
/** What only some shared caches read, and would believe over Cache-Control. */
const FOR_SOME_CACHES = [
  ["surrogate-control", "max-age=31536000"],
  ["cdn-cache-control", "max-age=31536000"],
  ["cloudflare-cdn-cache-control", "max-age=31536000"],
  ["netlify-cdn-cache-control", "max-age=31536000"],
  ["vercel-cdn-cache-control", "max-age=31536000"],
  ["edge-control", "max-age=31536000"],
  ["x-accel-expires", "31536000"],
] as const;
const UNMARKED: Headers = { etag: null, "last-modified": null, expires: null, age: null };
const absent = (names: readonly (readonly [string, string])[]): Headers =>
  Object.fromEntries(names.map(([name]) => [name, null]));

/** What a vendor says on a script, and what leaves for it. */
function script(said: string | null, leaves: string | null, more: Partial<ParityCase> = {}): ParityCase {
  return {
    name: `a script's lifetime: ${said ?? "nothing said"}`,
    send: { path: PATH },
    vendor: { headers: [JS, ...(said === null ? [] : [["cache-control", said] as const])], body: "1" },
    answer: { status: 200, headers: { "cache-control": leaves } },
    ...more,
  };
}

const lifetimes: readonly ParityCase[] = [
  script("public, max-age=300", `public, max-age=300, ${STALE}`, {
    why: "the SDK still loads while the vendor is down",
  }),
  script("max-age=300", `max-age=300, ${STALE}`),
  script('Public, Max-Age="300"', `public, max-age="300", ${STALE}`, {
    why: "names in any case, values quoted or not",
  }),
  script("max-age=300, max-age=9", `max-age=300, ${STALE}`, { why: "of two the first counts (RFC 9111 4.2.1)" }),
  script("max-age=60, stale-if-error=9", "max-age=60, stale-if-error=9, stale-while-revalidate=3600"),
  script(null, `public, max-age=300, ${STALE}`, { why: "a cache would guess, a tenth of the file's age" }),
  script("no-transform", `no-transform, public, max-age=300, ${STALE}`),
  script("public, max-age=31536000, immutable", `public, max-age=31536000, immutable, s-maxage=3600, ${STALE}`, {
    why: "a bad file is gone from the customer's CDN in an hour",
  }),
  script("public, max-age=60, s-maxage=604800", `public, max-age=60, s-maxage=3600, ${STALE}`),
  script("public, max-age=0, s-maxage=604800", "public, max-age=0, s-maxage=3600"),
  script("public, s-maxage=x1, max-age=3", `public, s-maxage=0, max-age=3, ${STALE}`),
  script("public, max-age=31536#000", "public, max-age=0", { why: "some caches would read it to the sign" }),
  script("max-age=7200, must-revalidate", "max-age=7200, must-revalidate, s-maxage=3600", {
    why: "it forbids what is stale",
  }),
  script("max-age=0", "max-age=0"),
  script("max-age=soon", "max-age=0", { why: "what is no number is stale (RFC 9111 4.2.1)" }),
  ...["no-cache", "No-Store, max-age=300", 'private="x-a, x-b", max-age=300', "private, max-age=31536000"].map((said) =>
    script(said, said),
  ),
  script('x="a, no-store", max-age=300', `x="a, no-store", max-age=300, ${STALE}`, {
    why: "a comma in quotes parts nothing",
  }),
  script("s-maxage=60", `s-maxage=60, max-age=300, ${STALE}`, { why: "it is no word to browsers: they would guess" }),
  aged("max-age=7200", 7_100, `max-age=100, ${STALE}`),
  aged("max-age=7200", 3_000, `max-age=4200, s-maxage=3600, ${STALE}`),
  aged("max-age=7200", 9_000, `max-age=0, ${STALE}`),
  aged("public, max-age=60, s-maxage=604800", 604_000, `public, max-age=0, s-maxage=800, ${STALE}`),
  aged("s-maxage=60", 20, `s-maxage=40, max-age=300, ${STALE}`),
];

/** The same of a script that has been in the vendor's own cache: what is left of its lifetime is all that there is. */
function aged(said: string, age: number, leaves: string): ParityCase {
  return {
    name: `a script's lifetime: ${said}, of which ${age} s have gone by`,
    why: "without its Age a script would live as long again; with it, past our hour in caches that do not read it (nginx)",
    send: { path: PATH },
    vendor: { headers: [JS, ["cache-control", said], ["age", String(age)]], body: "1" },
    answer: { status: 200, headers: { "cache-control": leaves, age: null } },
  };
}

/** The rules that hold for HEAD as for GET. */
const onEither = (["GET", "HEAD"] as const).flatMap((method): readonly ParityCase[] => [
  {
    name: `a script for a year is kept an hour by shared caches, from when it came (${method})`,
    why: "the vendor's Age would make it stale at once, its Expires would outlive the hour",
    send: { method, path: PATH },
    vendor: { headers: [JS, ...SAYS_TO_KEEP, ...FOR_SOME_CACHES], ...(method === "GET" ? { body: "1" } : {}) },
    answer: {
      status: 200,
      headers: {
        "cache-control": `public, max-age=31535983, s-maxage=3600, ${STALE}`,
        etag: '"e1"',
        "last-modified": "Sun, 22 Nov 2026 00:00:00 GMT",
        expires: null,
        age: null,
        ...absent(FOR_SOME_CACHES),
      },
    },
  },
  ...(
    [
      [404, PATH],
      [416, PATH],
      [503, PATH],
      [404, SETTINGS],
    ] as const
  ).map(([status, path]): ParityCase => ({
    name: `an error is never kept: ${status} for ${path} (${method})`,
    why: "404 is kept by default (RFC 9110 15.1), the others where a header says so",
    send: { method, path },
    vendor: error(status, method),
    answer: { status, headers: { "cache-control": "no-store", ...UNMARKED, ...absent(FOR_SOME_CACHES) } },
  })),
]);

function error(status: number, method: string): VendorReply {
  return {
    status,
    headers: [JSON_TYPE, ...SAYS_TO_KEEP, ...FOR_SOME_CACHES],
    ...(method === "GET" ? { body: "{}" } : {}),
  };
}

export const cachingCases: readonly ParityCase[] = [
  ...lifetimes,
  ...onEither,
  {
    name: "a script's lifetime by Expires alone is over",
    send: { path: PATH },
    vendor: { headers: [JS, ["expires", "0"]], body: "1" },
    answer: { status: 200, headers: { "cache-control": "public, max-age=0", expires: null } },
  },
  {
    name: "what Expires says to browsers is not lost beside what s-maxage says to caches",
    send: { path: PATH },
    vendor: { headers: [JS, ["cache-control", "s-maxage=60"], ["expires", "0"]], body: "1" },
    answer: { status: 200, headers: { "cache-control": "s-maxage=60, max-age=0", expires: null } },
  },
  {
    name: "a range of a script has the lifetime of the whole",
    send: { path: PATH, headers: { range: "bytes=0-0" } },
    vendor: { status: 206, headers: [JS, ...SAYS_TO_KEEP, ["content-range", "bytes 0-0/2"]], body: "1" },
    answer: {
      status: 206,
      headers: {
        "cache-control": `public, max-age=31535983, s-maxage=3600, ${STALE}`,
        etag: '"e1"',
        expires: null,
        age: null,
      },
    },
  },
  {
    name: "a 304 says what the 200 said, since caches keep its headers",
    send: { path: PATH, headers: { "if-none-match": '"e1"' } },
    vendor: { status: 304, headers: SAYS_TO_KEEP },
    answer: {
      status: 304,
      headers: {
        "cache-control": `public, max-age=31535983, s-maxage=3600, ${STALE}`,
        etag: '"e1"',
        expires: null,
        age: null,
      },
    },
  },
  {
    name: "a 304 that says nothing leaves what is kept as it is",
    why: "some CDNs leave Cache-Control out of a 304; five minutes would replace a year, and their Age an hour",
    send: { path: PATH, headers: { "if-none-match": '"e1"' } },
    vendor: {
      status: 304,
      headers: [
        ["etag", '"e1"'],
        ["age", "7000"],
      ],
    },
    answer: { status: 304, headers: { "cache-control": null, etag: '"e1"', age: null } },
  },
  {
    name: "settings keep the vendor's lifetime",
    send: { path: SETTINGS },
    vendor: { headers: [JSON_TYPE, ["cache-control", "public, max-age=31536000"], ["age", "17"]], body: "{}" },
    answer: { status: 200, headers: { "cache-control": "public, max-age=31536000", age: "17" } },
  },
  {
    name: "a page in place of settings is not kept as empty settings",
    send: { path: SETTINGS },
    vendor: { headers: [["content-type", "text/html"], ...SAYS_TO_KEEP], body: "<p>Sign in" },
    answer: { status: 200, body: "", headers: { "cache-control": "no-store", ...UNMARKED } },
  },
  {
    name: "an answer with a cookie is nobody else's, whatever the vendor said",
    why: "a shared cache that keeps it hands one visitor's identity to the next",
    send: { path: "/acme/js/sdk.js" },
    vendor: {
      headers: [JS, ...SAYS_TO_KEEP, ...FOR_SOME_CACHES, ["vary", "Accept-Encoding"], ["set-cookie", "xnpe_tok=a1"]],
      body: "1",
    },
    answer: {
      status: 200,
      headers: {
        "cache-control": "private, no-store",
        vary: "Accept-Encoding, Origin, Cookie",
        ...UNMARKED,
        ...absent(FOR_SOME_CACHES),
      },
      setCookies: ["xnpe_tok=a1; Path=/; Secure; Domain=shop.example"],
    },
  },
  {
    name: "Vary names Cookie once",
    send: { path: "/acme/js/sdk.js" },
    vendor: {
      headers: [JS, ["vary", "accept-encoding,cookie"], ["set-cookie", "xnpe_tok=a1"]],
      body: "1",
    },
    answer: {
      status: 200,
      headers: { vary: "accept-encoding,cookie, Origin" },
      setCookies: ["xnpe_tok=a1; Path=/; Secure; Domain=shop.example"],
    },
    gaps: {
      "node behind apache": {
        why: "Apache writes the list anew, with the same names",
        instead: {
          answer: {
            status: 200,
            headers: { vary: "accept-encoding, cookie, Origin" },
            setCookies: ["xnpe_tok=a1; Path=/; Secure; Domain=shop.example"],
          },
        },
      },
    },
  },
  {
    name: "a 304 with a cookie is nobody else's",
    send: { path: "/acme/js/sdk.js" },
    vendor: { status: 304, headers: [...SAYS_TO_KEEP, ["set-cookie", "xnpe_tok=a1"]] },
    answer: {
      status: 304,
      headers: { "cache-control": "private, no-store", ...UNMARKED },
      setCookies: ["xnpe_tok=a1; Path=/; Secure; Domain=shop.example"],
    },
  },
  {
    name: "an error with a cookie is nobody else's",
    send: { path: "/acme/js/sdk.js" },
    vendor: { ...error(404, "GET"), headers: [...SAYS_TO_KEEP, ["set-cookie", "xnpe_tok=a1"]] },
    answer: {
      status: 404,
      headers: { "cache-control": "private, no-store", ...UNMARKED },
      setCookies: ["xnpe_tok=a1; Path=/; Secure; Domain=shop.example"],
    },
  },
  {
    name: "an answer to cookies that went up varies by them",
    why: "the vendor may have read who is asking without a word in Vary",
    send: { path: "/acme/tuned/sdk.js", headers: { cookie: "xnpe_tok=a1" } },
    vendor: { headers: [JS, ["cache-control", "public, max-age=60"]], body: "1" },
    received: { cookie: "xnpe_tok=a1" },
    answer: { status: 200, headers: { "cache-control": `public, max-age=60, ${STALE}`, vary: "Cookie" } },
  },
  ...(["POST /ht/renew", "POST /ht/clear", "GET /ht/restore.js", "HEAD /ht/restore.js"] as const).map(
    (request): ParityCase => {
      const [method = "", path = ""] = request.split(" ");
      return {
        name: `${request} varies by Cookie, with a cookie to set or without`,
        why: "a cache with a minimum lifetime (CloudFront's CachingOptimized: 1 s) keeps what says no-store",
        send: { method, path, headers: { "sec-fetch-site": "cross-site", origin: "https://partner.example.org" } },
        vendor: null,
        answer: {
          status: 200,
          headers: { "cache-control": "private, no-store", vary: "Origin, Cookie" },
          ...(path === "/ht/clear"
            ? { setCookies: [...gone("htjs_anonymous_id_srvr"), ...gone("htjs_user_id_srvr")] }
            : {}),
        },
      };
    },
  ),
  {
    name: "restore.js by way of CloudFront asks it to leave the cookies out of what it keeps",
    why: "it keys by its cache policy whatever Vary says; this it is documented to heed",
    send: {
      path: "/ht/restore.js",
      headers: { cookie: "htjs_anonymous_id_srvr=a1", via: "2.0 a1b2.cloudfront.net (CloudFront)" },
    },
    vendor: null,
    answer: {
      status: 200,
      headers: { "cache-control": 'private, no-store, no-cache="Set-Cookie"' },
      setCookies: [browserCookie("htjs_anonymous_id", "a1"), twin("htjs_anonymous_id_srvr", "a1")],
    },
  },
  {
    name: "renew by way of CloudFront does not: it never keeps what a POST is answered",
    send: {
      method: "POST",
      path: "/ht/renew",
      headers: { cookie: "htjs_anonymous_id_srvr=a1", via: "2.0 a1b2.cloudfront.net (CloudFront)" },
    },
    vendor: null,
    answer: {
      status: 200,
      headers: { "cache-control": "private, no-store" },
      setCookies: [browserCookie("htjs_anonymous_id", "a1"), twin("htjs_anonymous_id_srvr", "a1")],
    },
  },
];
