import type { ParityCase } from "../case.ts";

const post = (path: string) => ({ method: "POST", path, headers: { "content-type": "application/json" }, body: "{}" });
const resolvedBefore =
  "the platform's URL parser resolves dot segments before a handler sees them; what is left is judged as it stands";
export const MERGED_BEFORE = "Next redirects to the path with single slashes before a handler sees it";
/** Where a server that we are mounted in answers by itself. */
/** What the site has a file for is never a rewrite's. */
const sitesOwn = { why: "the site's own page is there", instead: { answer: { status: 200 } } } as const;
const outside = "it is outside the path that we are mounted at, and so the site's own";
const takenForHost =
  "the platform makes the URL by `new URL(path, origin)`, to which // begins a host; the path behind it is judged as it stands";

const decodedBefore =
  "the platform decodes the path before a handler sees it: an encoded slash or dot cannot be told from a plain one; what is left is judged as it stands";

/** What nginx, Caddy and Apache make of a path before they hand it on as it is written. */
const SITES_OWN = "the web server decodes and resolves a path to see whose it is, and this one is the site's own";
const REFUSED_BEFORE = "the web server takes no NUL, and answers 400 or 404 itself";
const MERGED_IN_FRONT = "Apache reads several slashes after the path as one; what is left is judged as it stands";
const IN_FRONT: Readonly<Record<string, ParityCase["gaps"]>> = {
  "/ht/browser/..%2f..%2fv1/track": { "node behind nginx": SITES_OWN, "node behind caddy": SITES_OWN },
  "/ht/v1/a%00b": { "node behind nginx": REFUSED_BEFORE, "node behind apache": REFUSED_BEFORE },
};

export const pathCases: readonly ParityCase[] = [
  ...["/ht/v1/a%2fb", "/ht/v1/a%2Fb", "/ht/v1/a%2e%2e"].map((path): ParityCase => ({
    name: `a path that two servers read in two ways is refused (${path})`,
    send: post(path),
    vendor: null,
    answer: { status: 400, code: "bad_path" },
    gaps: { "decodes paths": decodedBefore },
  })),
  ...[
    "/ht/browser/..%2f..%2fv1/track",
    "/ht/v1/%5c..%5cx",
    "/ht/v1/%252e%252e/x",
    "/ht/v1/a%00b",
    "/ht/v1//track",
    "//evil.example/ht/v1/track",
    "/ht//v1/track",
  ].map((path): ParityCase => ({
    name: `a path that two servers read in two ways is refused (${path})`,
    send: post(path),
    vendor: null,
    answer: { status: 400, code: "bad_path" },
    gaps: path.startsWith("//")
      ? { mounted: outside, "takes // for a host": takenForHost }
      : path.includes("//")
        ? { next: MERGED_BEFORE, ...(path.startsWith("/ht//") ? { "node behind apache": MERGED_IN_FRONT } : {}) }
        : (IN_FRONT[path] ?? {}),
  })),
  ...["/ht/browser/../v1/track", "/ht/browser/./../v1/track", "/ht/browser/%2e%2e/v1/track"].map(
    (path): ParityCase => ({
      name: `a dot segment is refused (${path})`,
      send: post(path),
      vendor: null,
      answer: { status: 400, code: "bad_path" },
      gaps: {
        "resolves dot segments": {
          why: resolvedBefore,
          instead: { vendor: { body: "{}" }, received: { url: "/v1/track" }, answer: { status: 200 } },
        },
      },
    }),
  ),
  ...["/ht/browser/../../v1/track", "/ht/../../etc/passwd", "/ht/v1/.."].map((path): ParityCase => ({
    name: `a dot segment never leaves the routes, refused or resolved by the platform before (${path})`,
    send: post(path),
    vendor: null,
    answer: { status: [400, 404] },
  })),
  {
    name: "percent escapes and odd but legal octets go up as sent",
    send: post("/ht/v1/a%20b%C3%A9;x=1,2@~!$&'()*+:"),
    vendor: { body: "{}" },
    received: { url: "/v1/a%20b%C3%A9;x=1,2@~!$&'()*+:" },
    answer: { status: 200 },
  },
  {
    name: "a final slash goes up as sent",
    send: post("/ht/v1/track/"),
    vendor: { body: "{}" },
    received: { url: "/v1/track/" },
    answer: { status: 200 },
  },
  ...(
    [
      ["/", { mounted: outside, "vercel-build": sitesOwn }],
      ["/ht", { fastify: outside, next: outside, "behind a web server": outside }],
      ["/ht/", { next: outside }],
      [
        "/HT/v1/track",
        {
          fastify: outside,
          hono: outside,
          "hono-bun": outside,
          next: outside,
          "node behind nginx": outside,
          "node behind apache": outside,
        },
      ],
      ["/htx/v1/track", { mounted: outside }],
      ["/ht/v2/track", {}],
      ["/ht/v1", {}],
      ["/v1/track", { mounted: outside }],
      ["/ht/rene", {}],
      ["/__proto__/v1/track", { mounted: outside }],
      ["/constructor", { mounted: outside }],
    ] as const
  ).map(([path, gaps]): ParityCase => ({
    name: `what no route names is 404 (${path})`,
    send: post(path),
    vendor: null,
    answer: { status: 404, code: "no_route" },
    gaps,
  })),
];
