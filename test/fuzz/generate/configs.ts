import fc from "fast-check";
import { bloomreach, type Config, hightouch, segment } from "../../../core/index.ts";
import { acme } from "../sites.ts";
import { HOSTILE, nearly, pieces, word } from "./text.ts";

/** Every option with a value that is right, so that one change more makes it nearly right. A new option is a line here. */
const FULL: Config = {
  vendors: [
    hightouch(),
    acme,
    segment({ writeKeys: { K: ["shop.example"], L: ["shop.de"] }, alias: { shop: "K" }, globalName: "tracker" }),
    bloomreach({ projectTokens: ["TOKEN-1"], editor: true }),
  ],
  cookieDomains: ["shop.example", "shop.de"],
  publicHost: "www.shop.de",
  trustedHops: 1,
  originVerify: { header: "x-origin-verify", secrets: ["0123456789abcdef"] },
  allowOrigins: ["https://partner.example.org"],
  cookie: { maxAgeDays: 30 },
  limits: { bodyBytes: 2_048, groupBytes: 64, urlBytes: 2_048, headerBytes: 4_096, inFlight: 5 },
  timeouts: { headersMs: 100, retryMs: 0, bodyMs: 100 },
  consent: {
    from: ["gpc", { cookie: "cc", granted: "yes", denied: /no/ }, () => "granted"],
    denied: { identity: "none", relay: "strip" },
  },
  privacy: {
    clientAddress: "anonymise",
    userAgent: "coarsen",
    stripQuery: ["a"],
    referer: "origin",
    geo: { country: "x-geo" },
  },
  rateLimit: { identity: { perSecond: 1_000, burst: 1_000 }, collect: false },
  disabled: false,
  onError: () => {},
};

/** Wrong in most places; made anew each time, since the next change may be to what is in them. */
function oddValues(): readonly unknown[] {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  return [
    null,
    0,
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    1n,
    true,
    false,
    "",
    " ",
    "x",
    "*",
    "example.com\n",
    "/x",
    "/x/",
    "/:a/:a",
    "/:a+/:b+",
    "/__proto__",
    "https://a.example",
    "https://u:p@a.example/x?y#z",
    "javascript:alert(1)",
    "GET",
    "\r\n",
    "(",
    "é",
    "x".repeat(5_000),
    Symbol("canary"),
    () => {},
    () => {
      throw new Error("canary");
    },
    async () => "granted",
    /x/g,
    /x/,
    [],
    ["x"],
    [null],
    [["accept"]],
    [1n],
    [Symbol("x")],
    {},
    { x: 1 },
    { length: 1, 0: "x" },
    circular,
    Object.create(null),
    { toJSON: () => "x", toString: () => "accept" },
    new Map([["a", "b"]]),
    new Date(0),
    new Proxy({}, {}),
    JSON.parse('{"__proto__": {"polluted": true}}'),
  ];
}

/** One change: the place is the n-th of the tree that there then is. */
interface Change {
  readonly at: number;
  readonly how: "put" | "remove" | "add" | "edit" | "double";
  /** Which of the odd values. */
  readonly value: number;
  readonly key: string;
  readonly text: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(9_999),
  how: fc.constantFrom("put", "put", "put", "edit", "edit", "remove", "add", "double"),
  value: fc.nat(oddValues().length - 1),
  key: word("__proto__", "constructor", "toString", "x", "path", "host", "0", "kind", "shape"),
  text: pieces(HOSTILE, 2),
});

/** A config, and the names on the way to what was changed in it: a mistake has to name one of them. */
export interface Drafted {
  readonly config: Config;
  readonly changed: readonly string[];
}

type Tree = Record<string, unknown>;

/** Plain objects and arrays are copied; functions, expressions and what is odd stay what they are. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copied(each)]));
  }
  return value;
}

interface Place {
  readonly holder: Tree;
  readonly key: string;
  readonly way: readonly string[];
}

function placesOf(holder: unknown, way: readonly string[] = []): Place[] {
  if (way.length > 6 || holder === null || typeof holder !== "object") return [];
  return Object.keys(holder).flatMap((key) => [
    { holder: holder as Tree, key, way: [...way, key] },
    ...placesOf((holder as Tree)[key], [...way, key]),
  ]);
}

export const drafted: fc.Arbitrary<Drafted> = fc
  .tuple(fc.array(change, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([changes, isBehindCdn]) => {
    const { trustedHops, ...others } = copied(FULL) as Config;
    const config = (isBehindCdn
      ? { ...others, clientIpHeader: "cf-connecting-ip" }
      : { ...others, trustedHops }) as unknown as Tree;
    const changed: string[] = [];
    for (const each of changes) {
      const places = placesOf(config);
      const place = places[each.at % places.length];
      if (place === undefined) break;
      changed.push(...place.way, each.key);
      make(place, each);
    }
    return { config: config as unknown as Config, changed };
  });

function make({ holder, key }: Place, { how, value: index, key: added, text }: Change): void {
  const value = oddValues()[index];
  const old = holder[key];
  switch (how) {
    case "put":
      holder[key] = value;
      return;
    case "remove":
      delete holder[key];
      return;
    case "add":
      if (old !== null && typeof old === "object") define(old as Tree, added, value);
      return;
    case "edit":
      holder[key] = typeof old === "string" ? old.slice(0, old.length / 2) + text + old.slice(old.length / 2) : value;
      return;
    case "double":
      if (Array.isArray(old)) holder[key] = [...(old as unknown[]), ...(old as unknown[])];
  }
}

/** As JSON does it: `__proto__` becomes a key of the object's own. */
function define(holder: Tree, key: string, value: unknown): void {
  if (!Array.isArray(holder) && Object.isExtensible(holder)) {
    Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
  }
}

const VARIABLES = [
  "VENDORS",
  "COOKIE_DOMAINS",
  "ALLOW_ORIGINS",
  "PUBLIC_HOST",
  "TRUSTED_HOPS",
  "CLIENT_IP_HEADER",
  "ORIGIN_VERIFY_HEADER",
  "ORIGIN_VERIFY_SECRETS",
  "DISABLED",
  "COOKIE_MAX_AGE_DAYS",
  "LIMITS_BODY_BYTES",
  "LIMITS_GROUP_BYTES",
  "LIMITS_IN_FLIGHT",
  "TIMEOUTS_HEADERS_MS",
  "TIMEOUTS_RETRY_MS",
  "PRIVACY_CLIENT_ADDRESS",
  "PRIVACY_STRIP_QUERY",
  "HIGHTOUCH_PATH",
  "HIGHTOUCH_HOSTS_CDN",
  "HIGHTOUCH_HOSTS___PROTO__",
  "HIGHTOUCH_WRITE_KEYS",
  "SEGMENT_PATH",
  "SEGMENT_REGION",
  "SEGMENT_WRITE_KEYS",
  "SEGMENT_ALIAS",
  "SEGMENT_GLOBAL_NAME",
  "SEGMENT_HOSTS_API",
  "SEGMENT_CONSTRUCTOR",
  "BLOOMREACH_PROJECT_TOKENS",
  "BLOOMREACH_INSTANCE",
  "BLOOMREACH_EDITOR",
  "BLOOMREACH_CROSS_SUBDOMAIN",
  "BLOOMREACH_CROSS_SUBDOMAIN",
  "BLOOMREACH_HOSTS_API",
  "__PROTO___PATH",
];

const VALUES = word(
  "hightouch",
  "shop.example,shop.de",
  "none",
  "all",
  "1",
  "0",
  "-1",
  "1e3",
  "0x10",
  "99999999999999999999",
  "",
  " ",
  ",",
  "hightouch,hightouch",
  "segment,bloomreach",
  "K",
  "K=shop.example+shop.de",
  "K=shop.example,__proto__=shop.de",
  "shop=K",
  "eu",
  "true",
  "api.eu1.exponea.com",
  "__proto__",
  "https://a.example",
  "/x",
  "drop",
  "cf-connecting-ip",
);

/** An environment; variables of others stand in it as well. */
export const environment: fc.Arbitrary<Record<string, string>> = fc
  .array(
    fc.tuple(
      nearly(word(...VARIABLES), 12).map((name) => `FIRSTPARTY_${name}`),
      nearly(VALUES, 4),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => {
    const env: Record<string, string> = {
      PATH: "/bin",
      FIRSTPARTY_VENDORS: "hightouch,segment,bloomreach",
      FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS: "TOKEN-1,TOKEN-2",
      FIRSTPARTY_COOKIE_DOMAINS: "shop.example",
    };
    for (const [name, value] of pairs)
      Object.defineProperty(env, name, { value, enumerable: true, configurable: true });
    return env;
  });
