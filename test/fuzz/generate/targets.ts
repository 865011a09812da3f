import fc from "fast-check";
import { BEYOND_LATIN_1, HOSTILE, nearly, pieces, seldom, type Text, word } from "./text.ts";

/** Paths that a route of `sites.ts` has, service routes more often than their share. */
const served: Text = word(
  "/ht/renew",
  "/ht/clear",
  "/ht/restore.js",
  "/ht/consent/withdraw",
  "/acme/consent/grant",
  "/acme/renew",
  "/acme/clear",
  "/acme/restore.js",
  "/ht/browser/release/v1/events.min.js",
  "/ht/browser/canary.js.gz",
  "/ht/v1/batch",
  "/ht/v1/t/canary",
  "/ht/v1/projects/canary/settings",
  "/acme/bulk",
  "/acme/bulk",
  "/acme/js/canary.js",
  "/acme/js/a/b.js",
  "/acme/p/canary/settings",
  "/acme/e/track",
  "/acme/who/settings",
  "/acme/who.js",
  "/acme/who/events",
  "/acme/who/events",
);

const SEGMENTS = [
  "/ht",
  "/acme",
  "/v1",
  "/browser",
  "/js",
  "/e",
  "/p",
  "/bulk",
  "/renew",
  "/..",
  "/.",
  "/%2e%2e",
  "/.%2E",
  "/%252e%252e",
  "/..%2f",
  "/..%5c..",
  "/..;",
  "/...",
  "//",
  "/%00",
  "/canary",
  "/settings",
  "\\..\\",
  "/\t..",
  "/%c0%ae%c0%ae",
  "/@evil.example",
  "/:80",
  "",
];

/** A path out of a grammar of traps, or a real one with edits. */
export const path: Text = fc.oneof(
  { weight: 8, arbitrary: served },
  { weight: 4, arbitrary: nearly(served, 2, [...HOSTILE, ...SEGMENTS, ...BEYOND_LATIN_1]) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(word("/ht/v1", "/ht/browser", "/acme/js", "/acme/e", "/ht"), pieces(SEGMENTS, 5))
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: pieces(SEGMENTS, 6) },
  { weight: 1, arbitrary: fc.constantFrom(300, 9_000).map((length) => `/ht/v1/${"canary/".repeat(length / 7)}x`) },
  {
    weight: 1,
    arbitrary: word(
      "*",
      "",
      "/",
      "ht/renew",
      "//ht/renew",
      "/\\evil.example",
      "/ht/v1",
      "/ht/v1/",
      "/__proto__/renew",
      "/constructor",
    ),
  },
);

export const query: Text = seldom(
  3,
  fc.oneof(
    {
      weight: 3,
      arbitrary: word(
        "?",
        "?a=canary&b=%26c%3D1",
        "?x=/../../",
        "?u=https://evil.example/%2e%2e/",
        "?%00",
        "??",
        "?a=b?c",
        "?__proto__[x]=1",
        "?%63anary=1&b=2&%61=3",
        "?b=1;c%61nary=2&a+=3",
      ),
    },
    { weight: 1, arbitrary: pieces(["?", "&", "canary=", ...HOSTILE], 5).map((text) => `?${text}`) },
  ),
  word("", "?canary=1"),
);

/** What a server may have as the request's target: path and query, mostly; also the absolute form, with whatever authority. */
export const target: Text = fc
  .tuple(
    seldom(
      8,
      word(
        "http://www.shop.example",
        "https://evil.example",
        "http://evil.example\\@www.shop.example",
        "http://user:canary@www.shop.example:99999",
        "HTTP://[::1]",
        "ftp://x",
        "http://",
        "//evil.example",
        "http:",
        "://",
        "http://evil.example?",
        "http://a?x=",
      ),
      fc.constant(""),
    ),
    path,
    query,
    seldom(40, word("#", "#canary", "#?"), fc.constant("")),
  )
  .map((parts) => parts.join(""));

const NAMES = [
  "www.shop.example",
  "shop.example",
  "a.b.shop.de",
  "evilshop.example",
  "shop.example.evil",
  "shop-git-main.vercel.app",
  "localhost",
  "x.localhost",
  "127.0.0.1",
  "127.0.0.1.evil.example",
  "localhost.evil.example",
  "[::1]",
  "[2001:db8::7]",
  "10.0.0.1",
  "xn--shp-ula.example",
  "WWW.Shop.EXAMPLE",
  "www.shop.example.",
  ".shop.example",
  "shop..example",
  "de",
  "partner.example.org",
];

const ODD_HOSTS = [
  "",
  " ",
  "www.shop.example:443, evil.example",
  "www.shop.example,evil.example",
  "evil.example@www.shop.example",
  "www.shop.example@evil.example",
  "www.shop.example:80:80",
  "www.shop.example:",
  "www.shop.example:99999999",
  "www.shop.example/ht",
  "www.shop.example?x",
  "www.shop.example#x",
  "http://www.shop.example",
  "[::1",
  "[::1]x",
  "[www.shop.example]",
  "[::ffff:127.0.0.1]",
  "www.shop.example;Domain=evil",
  "www.shop.example\t",
  "sh\xf6p.example",
  "__proto__",
  "-shop.example",
  "shop.example%00.evil",
];

/** A Host header; null where there is none. */
export const host: fc.Arbitrary<string | null> = fc.oneof(
  {
    weight: 10,
    arbitrary: word("www.shop.example", "www.shop.example:8787", "shop.example", "localhost:8787", "www.shop.de"),
  },
  { weight: 5, arbitrary: fc.tuple(word(...NAMES), word("", "", ":443", ":0")).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: nearly(word(...NAMES), 2) },
  { weight: 1, arbitrary: word(...ODD_HOSTS, `${"a.".repeat(150)}shop.example`) },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** Origins of pages, and what a careless comparison takes for the site's own. */
export const origin: Text = fc.oneof(
  {
    weight: 6,
    arbitrary: word(
      "https://www.shop.example",
      "https://shop.example",
      "http://localhost:8787",
      "https://partner.example.org",
    ),
  },
  {
    weight: 4,
    arbitrary: word(
      "null",
      "",
      "https://evil.example",
      "https://evilshop.example",
      "https://shop.example.evil",
      "https://www.shop.example.evil.example",
      "https://partner.example.org.evil.example",
      "http://partner.example.org",
      "https://partner.example.org:8443",
      "https://partner.example.org:444",
      "https://sub.partner.example.org",
      "https://www.shop.example:8443",
      "https://www.shop.example@evil.example",
      "https://evil.example#www.shop.example",
      "https://evil.example/www.shop.example",
      "https://evil.example?.shop.example",
      "https://evil.example\\.shop.example",
      "https://evil.example:80.shop.example",
      "chrome-extension://www.shop.example",
      "https://www.shop.example, https://evil.example",
      "https://WWW.shop.example",
      "https://www.shop.example/",
      "https://www.shop.example.",
      "https://shop.de",
      "http://www.shop.de",
      "*",
      "https://[::1]",
      "http://127.0.0.1:3000",
      "https://__proto__",
    ),
  },
  { weight: 1, arbitrary: nearly(word("https://www.shop.example", "https://partner.example.org"), 2) },
);
