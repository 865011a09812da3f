import { describe, expect, test } from "vitest";
import {
  bloomreach,
  type Config,
  configFromEnv,
  createFirstParty,
  hightouch,
  segment,
  type Vendor,
} from "../../core/index.ts";

const good: Config = { vendors: [hightouch()], cookieDomains: ["example.com"] };
const vendor = hightouch() as Vendor;
const other: Vendor = { ...vendor, id: "other", path: "/other" };
const withRoute = (route: object): Vendor => ({
  ...other,
  routes: [{ ...other.routes[3], ...route } as Vendor["routes"][number]],
});

/** A config mistake, and what its one sentence has to say: the option, and the value or the way to mend it. */
const about = (values: unknown) => ({ personal: [], aboutPerson: { field: "type", values } });

type Mistake = readonly [what: string, make: () => unknown, message: RegExp];
const mistakes: readonly Mistake[] = [
  ["no config", () => undefined, /^config must be an object \(got undefined\)$/],
  [
    "no vendors",
    () => ({ ...good, vendors: [] }),
    /^vendors must name at least one vendor, for example \[hightouch\(\)\]/,
  ],
  [
    "a factory that nobody called",
    () => ({ vendors: [hightouch], cookieDomains: [] }),
    /^vendors\[\] must be .*call it, hightouch\(\) \(got a function\)$/,
  ],
  ["vendors as an object", () => ({ ...good, vendors: hightouch() }), /^vendors must be an array/],
  [
    "no cookieDomains",
    () => ({ vendors: [hightouch()] }),
    /^cookieDomains must list .*\["example\.com"\]; write \[\] for host-only/,
  ],
  [
    "a shape that is no expression",
    () => ({ ...good, vendors: [{ ...other, identity: [[{ browser: "a", server: "b", shape: "(" }]] }] }),
    /^other\(\) identity must give a shape as a regular expression \(got "\("\)$/,
  ],
  ...[
    ["no source", { from: [] }, /^consent\.from must name a source/],
    ["a source by an unknown word", { from: ["dnt"] }, /^consent\.from must hold "gpc", .* \(got "dnt"\)$/],
    [
      "an expression with a memory",
      { from: [{ cookie: "cc", granted: /yes/g }] },
      /^consent\.from\[\] granted .*without g and y \(got "\/yes\/g"\)$/,
    ],
    [
      "a cookie without a name",
      { from: [{ cookie: "", granted: "yes" }] },
      /^consent\.from\[\] cookie must be the name/,
    ],
    [
      "an effect that does not exist",
      { from: ["gpc"], denied: { relay: "block" } },
      /^consent\.denied\.relay must be one of pass, strip, refuse \(got "block"\)$/,
    ],
    [
      "a word in an effect's place",
      { from: ["gpc"], unknown: "strip" },
      /^consent\.unknown must be an object such as \{ relay: "strip" \} \(got "strip"\)$/,
    ],
    ["a misspelt state", { from: ["gpc"], refused: {} }, /^consent has no option "refused"/],
  ].map(
    ([what, consent, message]) =>
      [`consent: ${String(what)}`, () => ({ ...good, consent }), message as RegExp] satisfies (typeof mistakes)[number],
  ),
  ...[
    [
      "an address that is neither",
      { clientAddress: "hash" },
      /^privacy\.clientAddress must be one of forward, anonymise, drop/,
    ],
    ["no list", { stripQuery: "email" }, /^privacy\.stripQuery must be an array/],
    [
      "a geo header that core has a rule for",
      { geo: { country: "x-forwarded-for" } },
      /^privacy\.geo\.country must be a lower-case/,
    ],
    ["a geo field that nobody tells", { geo: { street: "x-street" } }, /^privacy\.geo has no option "street"/],
  ].map(
    ([what, privacy, message]) =>
      [`privacy: ${String(what)}`, () => ({ ...good, privacy }), message as RegExp] satisfies (typeof mistakes)[number],
  ),
  [
    "a rate without a burst",
    () => ({ ...good, rateLimit: { identity: { perSecond: 1 } } }),
    /^rateLimit\.identity\.burst must be a number above 0 \(got undefined\)$/,
  ],
  [
    "a switch for a vendor that is not there",
    () => ({ ...good, disabled: ["segment"] }),
    /^disabled must be true, or name vendors out of hightouch \(got "segment"\)$/,
  ],
  [
    "keys on a route of bodies that nobody could read one from",
    () => ({
      ...good,
      vendors: [{ ...withRoute({ kind: "settings", methods: ["GET", "POST"], keyIn: undefined }), keys: ["k"] }],
    }),
    /^other\(\) keys cannot be held where a route has no keyIn/,
  ],
  ...[{ keyIn: [] }, { keyIn: undefined }].map((route): Mistake => [
    `vendor data: a lack of keys where none is looked for (${JSON.stringify(route)})`,
    () => ({ ...good, vendors: [withRoute({ ...route, mayLackKey: true })] }),
    /mayLackKey must be true or false, beside keyIn/,
  ]),
  [
    "vendor data: a lack of keys in words",
    () => ({ ...good, vendors: [withRoute({ keyIn: [{ in: "query", name: "key" }], mayLackKey: "yes" })] }),
    /mayLackKey must be true or false, beside keyIn \(got "yes"\)/,
  ],
  [
    "keys on a route that nobody could read one from",
    () => ({ ...good, vendors: [{ ...withRoute({ kind: "collect", keyIn: undefined }), keys: ["k"] }] }),
    /^other\(\) keys cannot be held where a route has no keyIn/,
  ],
  [
    "a field that is no path",
    () => ({ ...good, vendors: [{ ...other, event: { personal: ["a..b"] } }] }),
    /^other\(\) event must name fields such as "context\.traits" \(got "a\.\.b"\)$/,
  ],
  ...(
    [
      ["an opt-out with a misspelt value", { optOut: [{ cookie: "out", vale: "1" }] }, /optOut has no option "vale"/],
      ["an opt-out that is none", { optOut: [null] }, /optOut must be an object \(got null\)/],
      [
        "an opt-out whose value is no text",
        { optOut: [{ cookie: "out", value: 1 }] },
        /optOut value must be a cookie's/,
      ],
      ["opt-outs that are no list", { optOut: "out" }, /optOut must be an array \(got "out"\)/],
      ["words in place of a list of them", { event: about("identify") }, /aboutPerson\.values must be an array \(got/],
      ["words that are none", { event: about([null]) }, /aboutPerson\.values must hold words \(got null\)/],
      ["a field filled from nowhere", { event: { personal: [], unlinked: { field: "a" } } }, /event must name fields/],
      ["personal fields that are no list", { event: { personal: "userId" } }, /event personal must be an array \(got/],
    ] as const
  ).map(([what, data, message]): Mistake => [
    `vendor data: ${what}`,
    () => ({ ...good, vendors: [{ ...other, ...data }] }),
    message,
  ]),
  [
    "vendor data: places of a key that are no list",
    () => ({ ...good, vendors: [withRoute({ keyIn: "query" })] }),
    /keyIn must be an array \(got "query"\)/,
  ],
  [
    "hops that are no number",
    () => ({ ...good, trustedHops: "1" }),
    /^trustedHops must be a whole number from 0 to 10/,
  ],
  [
    "a header that anybody appends to",
    () => ({ ...good, clientIpHeader: "X-Forwarded-For" }),
    /^clientIpHeader must name a header that the CDN .*set trustedHops \(got "X-Forwarded-For"\)$/,
  ],
  ...[[], ["short"], ["0123456789abcdef", "with a space, 16"], [`${"s3cret".repeat(3)}\n`]].map(
    (secrets): [string, () => unknown, RegExp] => [
      `secrets that are none: ${JSON.stringify(secrets)}`,
      () => ({ ...good, originVerify: { secrets } }),
      /^originVerify\.secrets must hold at least one text of 16 to 256 visible ASCII characters \(got (?:none|another one at \d)\)$/,
    ],
  ),
  [
    "a secret's header that goes up",
    () => ({ ...good, originVerify: { header: "User-Agent", secrets: ["0123456789abcdef"] } }),
    /^originVerify\.header must not be one that hightouch\(\) sends up \(got "User-Agent"\)$/,
  ],
  [
    "two ways to the client's address",
    () => ({ ...good, clientIpHeader: "cf-connecting-ip", trustedHops: 1 }),
    /^clientIpHeader and trustedHops exclude each other/,
  ],
  [
    "a domain with a scheme",
    () => ({ ...good, cookieDomains: ["https://example.com"] }),
    /^cookieDomains .*\(got "https:\/\/example\.com"\)/,
  ],
  [
    "a domain with a port",
    () => ({ ...good, cookieDomains: ["example.com:443"] }),
    /^cookieDomains .*no scheme, port.*\(got "example\.com:443"\)/,
  ],
  [
    "a domain with a leading dot",
    () => ({ ...good, cookieDomains: [".example.com"] }),
    /^cookieDomains .*leading dot.*\(got "\.example\.com"\)/,
  ],
  ["a domain that is a TLD", () => ({ ...good, cookieDomains: ["localhost"] }), /^cookieDomains .*\(got "localhost"\)/],
  [
    "a domain that is an address",
    () => ({ ...good, cookieDomains: ["127.0.0.1"] }),
    /^cookieDomains .*\(got "127\.0\.0\.1"\)/,
  ],
  // Two commas, as an edit leaves them.
  // oxlint-disable-next-line no-sparse-arrays
  ["a hole in a list", () => ({ ...good, cookieDomains: ["example.com", , "example.de"] }), /^cookieDomains must hold/],
  ["a big integer", () => ({ ...good, trustedHops: 1n }), /^trustedHops must be .* \(got 1n\)$/],
  [
    "an object that holds itself",
    () => ({ ...good, publicHost: globalThis }),
    /^publicHost must be .* \(got an object that holds itself\)$/,
  ],
  [
    "half of an event's link",
    () => ({ ...good, vendors: [{ ...other, event: { personal: [], unlinked: { field: "a" } } }] }),
    /^other\(\) event must name fields .* \(got undefined\)$/,
  ],
  [
    "values that are no list",
    () => ({ ...good, vendors: [{ ...other, event: { personal: [], aboutPerson: { field: "a", values: "b" } } }] }),
    /^other\(\) event aboutPerson\.values must be an array/,
  ],
  [
    "two segments of one name",
    () => ({ ...good, vendors: [withRoute({ path: "/:a/:a" })] }),
    /^other\(\) route "\/:a\/:a" must not name two segments alike/,
  ],
  [
    "cookies as text",
    () => ({ ...good, vendors: [withRoute({ cookiesUp: "xnpe_*" })] }),
    /^other\(\) route .* cookies must be an array \(got "xnpe_\*"\)$/,
  ],
  [
    "a header's name in a list",
    () => ({ ...good, vendors: [withRoute({ requestHeaders: [["accept"]] })] }),
    /^other\(\) route .* requestHeaders must hold lower-case names/,
  ],
  [
    "overlapping domains",
    () => ({ ...good, cookieDomains: ["example.com", "www.example.com"] }),
    /^cookieDomains must not overlap: keep the shorter one \(got \["example\.com","www\.example\.com"\]\)/,
  ],
  [
    "the same domain twice",
    () => ({ ...good, cookieDomains: ["example.com", "EXAMPLE.com"] }),
    /^cookieDomains must not overlap/,
  ],
  [
    "an unknown option",
    () => ({ ...good, cookieDomain: "example.com" }),
    /^config has no option "cookieDomain"; it takes vendors, cookieDomains/,
  ],
  [
    "an unknown limit",
    () => ({ ...good, limits: { bodyByte: 1 } }),
    /^limits has no option "bodyByte"; it takes bodyBytes, groupBytes/,
  ],
  [
    "a limit that is no number",
    () => ({ ...good, limits: { bodyBytes: "1 MiB" } }),
    /^limits\.bodyBytes must be a whole number from 1 up \(got "1 MiB"\)/,
  ],
  [
    "more than 400 days",
    () => ({ ...good, cookie: { maxAgeDays: 401 } }),
    /^cookie\.maxAgeDays must be a whole number from 1 to 400 \(got 401\)/,
  ],
  ["a negative timeout", () => ({ ...good, timeouts: { headersMs: -1 } }), /^timeouts\.headersMs .*\(got -1\)/],
  [
    "an origin with a path",
    () => ({ ...good, allowOrigins: ["https://a.example/"] }),
    /^allowOrigins .*\(got "https:\/\/a\.example\/"\)/,
  ],
  ["any origin", () => ({ ...good, allowOrigins: ["*"] }), /^allowOrigins .*no "\*" \(got "\*"\)/],
  [
    "a publicHost with a scheme",
    () => ({ ...good, publicHost: "https://www.example.com" }),
    /^publicHost must be a bare host/,
  ],
  ["onError that is no function", () => ({ ...good, onError: "log" }), /^onError must be a function \(got "log"\)/],
  [
    "two vendors on one path",
    () => ({ ...good, vendors: [vendor, { ...other, path: "/ht" }] }),
    /^vendors must have paths of their own: hightouch is at "\/ht" and other at "\/ht"/,
  ],
  [
    "a vendor below another",
    () => ({ ...good, vendors: [vendor, { ...other, path: "/ht/x" }] }),
    /^vendors must have paths of their own/,
  ],
  [
    "one vendor twice",
    () => ({ ...good, vendors: [vendor, { ...vendor, path: "/x" }] }),
    /^vendors must have ids of their own/,
  ],
  [
    "a path without slash",
    () => ({ ...good, vendors: [hightouch({ path: "ht" })] }),
    /^hightouch\(\) path must look like "\/ht".*\(got "ht"\)/,
  ],
  [
    "a path with a final slash",
    () => ({ ...good, vendors: [hightouch({ path: "/ht/" })] }),
    /^hightouch\(\) path .*\(got "\/ht\/"\)/,
  ],
  ["a path with a dot segment", () => ({ ...good, vendors: [hightouch({ path: "/a/../b" })] }), /^hightouch\(\) path/],
  ["a path that is a pattern", () => ({ ...good, vendors: [hightouch({ path: "/a+b" })] }), /^hightouch\(\) path/],
  [
    "a renewPath without slash",
    () => ({ ...good, vendors: [hightouch({ renewPath: "renew" })] }),
    /^hightouch\(\) renewPath .*\(got "renew"\)/,
  ],
  [
    "an unknown vendor option",
    () => ({ ...good, vendors: [hightouch({ prefix: "/ht" } as object)] }),
    /^hightouch\(\) has no option "prefix"; it takes path, hosts, renewPath, clearPath/,
  ],
  [
    "an unknown host",
    () => ({ ...good, vendors: [hightouch({ hosts: { api: "https://x.example" } as object })] }),
    /^hightouch\(\) hosts has no option "api"; it takes cdn, events/,
  ],
  [
    "a host without scheme",
    () => ({ ...good, vendors: [hightouch({ hosts: { cdn: "cdn.example.com" } })] }),
    /^hightouch\(\) hosts\.cdn must be a URL .*\(got "cdn\.example\.com"\)/,
  ],
  [
    "a host of another scheme",
    () => ({ ...good, vendors: [hightouch({ hosts: { cdn: "file:///etc" } })] }),
    /^hightouch\(\) hosts\.cdn/,
  ],
  [
    "a host with a password",
    () => ({ ...good, vendors: [hightouch({ hosts: { cdn: "https://u:p@x.example" } })] }),
    /^hightouch\(\) hosts\.cdn/,
  ],
  [
    "vendor data: a host that is not there",
    () => ({ ...good, vendors: [withRoute({ host: "nope" })] }),
    /host must be one of cdn, events \(got "nope"\)/,
  ],
  [
    "vendor data: Cookie as a request header",
    () => ({ ...good, vendors: [withRoute({ requestHeaders: ["cookie"] })] }),
    /requestHeaders .*\(got "cookie"\)/,
  ],
  [
    "vendor data: a greedy pattern",
    () => ({ ...good, vendors: [withRoute({ path: "/*" })] }),
    /route path must look like "\/v1\/:path\+" \(got "\/\*"\)/,
  ],
  [
    "vendor data: two stars in a cookie name",
    () => ({ ...good, vendors: [{ ...other, identity: [[{ browser: "a**", server: "b*" }]] }] }),
    /identity must name cookies by a token/,
  ],
  [
    "vendor data: a star in a group of two",
    () => ({
      ...good,
      vendors: [
        {
          ...other,
          identity: [
            [
              { browser: "a*", server: "b*" },
              { browser: "c", server: "d" },
            ],
          ],
        },
      ],
    }),
    /identity must have its \* in both names of the only pair/,
  ],
  [
    "two places in one header",
    () => ({ ...good, privacy: { geo: { country: "x-geo", city: "x-geo" } } }),
    /^privacy\.geo\.city must have a header of its own \(got "x-geo"\)$/,
  ],
  [
    "writeKeys of none",
    () => ({ ...good, vendors: [hightouch({ writeKeys: [] })] }),
    /^hightouch\(\) writeKeys must list one key at least, such as \["KEY"\]; leave it out to let any pass \(got \[\]\)$/,
  ],
  [
    "writeKeys that are no list",
    () => ({ ...good, vendors: [hightouch({ writeKeys: "WK" as unknown as string[] })] }),
    /^hightouch\(\) writeKeys must list one key .*\(got "WK"\)$/,
  ],
  ...(
    [
      [
        undefined,
        /^bloomreach\(\) projectTokens must list your projects' tokens, such as \["TOKEN"\], .*\(got undefined\)$/,
      ],
      [{ projectTokens: "T" }, /^bloomreach\(\) projectTokens must list .* \["TOKEN"\], .*\(got "T"\)$/],
      // A word that says no would open it.
      [{ projectTokens: ["T"], editor: "false" }, /^bloomreach\(\) editor must be true or false \(got "false"\)$/],
    ] as const
  ).map(([options, message]): Mistake => [
    `bloomreach of ${JSON.stringify(options)}`,
    () => ({ ...good, vendors: [bloomreach(options as never)] }),
    message,
  ]),
  [
    "vendor data: an Authorization of another scheme",
    () => ({ ...good, vendors: [withRoute({ keyIn: [{ in: "authorization", scheme: "bearer" }] })] }),
    /keyIn must have "basic" as its scheme, or none/,
  ],
  ...(
    [
      ["keys bound to no domain", { K: [] }, /writeKeys\.K must list domains such as \["example\.com"\] \(got \[\]\)/],
      ["keys bound to a URL", { K: ["https://example.com"] }, /writeKeys\.K must list domains/],
      ["keys bound to a port", { K: ["localhost:3000"] }, /writeKeys\.K must list domains/],
      ["keys bound to a word that is no list", { K: "example.com" }, /writeKeys\.K must list domains/],
      ["keys that are none", {}, /writeKeys must list one key at least/],
    ] as const
  ).map(([what, writeKeys, message]): Mistake => [
    what,
    () => ({ ...good, vendors: [segment({ writeKeys } as object)] }),
    message,
  ]),
  [
    "an alias that is no name of a file",
    () => ({ ...good, vendors: [segment({ writeKeys: ["K"], alias: "my shop" })] }),
    /^segment\(\) alias must be the name of a file without its \.js, such as "shop" or "a\/shop", and not "restore" \(got "my shop"\)$/,
  ],
  [
    "an alias with the ending that it gets",
    () => ({ ...good, vendors: [segment({ writeKeys: ["K"], alias: "analytics.js" })] }),
    /^segment\(\) alias must be the name of a file without its \.js/,
  ],
  [
    "an alias that is the service's own",
    () => ({ ...good, vendors: [segment({ writeKeys: ["K"], alias: "restore" })] }),
    /^segment\(\) alias must be .*not "restore" \(got "restore"\)$/,
  ],
  [
    "a write key that is no list",
    () => ({ ...good, vendors: [segment({ writeKeys: "abc" as never })] }),
    /^segment\(\) writeKeys must list one key at least/,
  ],
  [
    "a write key of Hightouch's that is no list",
    () => ({ ...good, vendors: [hightouch({ writeKeys: [] })] }),
    /^hightouch\(\) writeKeys must list one key at least/,
  ],
  [
    "a token bound to no list",
    () => ({ ...good, vendors: [bloomreach({ projectTokens: { T: "example.com" as never } })] }),
    /^bloomreach\(\) projectTokens\.T must list domains such as \["example\.com"\] \(got "example.com"\)$/,
  ],
  [
    "an alias for a key that may not pass",
    () => ({ ...good, vendors: [segment({ writeKeys: ["K"], alias: { shop: "OTHER" } })] }),
    /^segment\(\) alias\.shop must be among the writeKeys \(got "OTHER"\)$/,
  ],
  [
    "an alias for a key that leads elsewhere",
    () => ({ ...good, vendors: [segment({ alias: { shop: ".." } })] }),
    /route "\/shop\.js" to must be a path without :name, for one without/,
  ],
  ...(
    [
      ["a path to another place for a path with a name", { to: "/x" }, /to must be a path without :name/],
      ["a rewritten field without a name", { rewrite: [{ at: [], as: "url", path: "" }] }, /rewrite at must lead to/],
      ["a list in a field's place", { rewrite: [{ at: ["a", "*"], as: "url", path: "" }] }, /rewrite at must lead to/],
      ["all objects' own", { rewrite: [{ at: ["__proto__", "a"], as: "url", path: "" }] }, /rewrite at must lead to/],
      ["no list of rewritten fields", { rewrite: null }, /rewrite must be an array/],
      ["a field that is rewritten to nothing", { rewrite: [{ at: ["a"], as: "url" }] }, /rewrite must have a path, or/],
      [
        "a field by a part of a URL",
        { rewrite: [{ at: ["a"], as: "path", path: "" }] },
        /rewrite as must be host or url/,
      ],
      [
        "a base that is no origin",
        { rewrite: [{ at: ["a"], as: "url", from: ["https://a.example/"] }] },
        /rewrite from must hold origins/,
      ],
      [
        "a part of what is rewritten",
        { rewrite: [{ at: ["a"], as: "url", path: "" }], requestHeaders: ["range"] },
        /rewrite must be on a route without range \(got \["range"\]\)$/,
      ],
    ] as const
  ).map(([what, route, message]): Mistake => [
    `vendor data: ${what}`,
    () => ({ ...good, vendors: [withRoute(route)] }),
    message,
  ]),
  [
    "a route for a key that may not pass",
    () => ({ ...good, vendors: [{ ...withRoute({ keyIn: [{ in: "route", key: "OTHER" }] }), keys: ["K"] }] }),
    /^other\(\) route ".*" must be for one of the vendor's keys \(got "OTHER"\)$/,
  ],
  ...["collect", "script"].map((kind): Mistake => [
    `vendor data: an identity that a ${kind} route could not keep`,
    () => ({ ...good, vendors: [withRoute({ kind, identity: kind === "collect" ? "renew" : "clear" })] }),
    /identity must be mirror, or renew on no collect route/,
  ]),
  [
    "vendor data: a person in a body, over whom an answer could be restored",
    () => ({
      ...good,
      vendors: [withRoute({ kind: "settings", identity: "renew", personIn: [{ in: "body", name: "id" }] })],
    }),
    /personIn must be in path, query or, unless identity is renew, body/,
  ],
  [
    "vendor data: a key in an unknown place",
    () => ({ ...good, vendors: [withRoute({ keyIn: [{ in: "cookie", name: "key" }] })] }),
    /keyIn must be in path, query, authorization, body, route/,
  ],
  [
    "vendor data: a key of the query without a name",
    () => ({ ...good, vendors: [withRoute({ keyIn: [{ in: "query" }] })] }),
    /keyIn must have a name/,
  ],
  ...["/v1/:other", "/v1/:key+", "/:rest+/:key"].map((path): Mistake => [
    `vendor data: a key of the path that ${path} does not fix`,
    () => ({ ...good, vendors: [withRoute({ path, keyIn: [{ in: "path", name: "key" }] })] }),
    /keyIn must name one segment of the path/,
  ]),
];

describe("a config mistake fails at start and says how to mend it", () => {
  test.each(mistakes)("%s", (_what, make, message) => {
    const attempt = () => createFirstParty(make() as Config);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(message);
  });

  test.each<[what: string, broken: unknown]>([
    ["null", null],
    ["{}", {}],
    ["no hosts", { ...other, hosts: undefined }],
    ["no routes", { ...other, routes: [] }],
    ["a route that is null", { ...other, routes: [null] }],
    ["a route without methods", withRoute({ methods: undefined })],
    ["a method in lower case", withRoute({ methods: ["post"] })],
    ["a route without requestHeaders", withRoute({ requestHeaders: undefined })],
    ["a body limit that is no number", withRoute({ bodyBytes: "x" })],
    ["two routes on one path", { ...other, routes: [other.routes[0], other.routes[0]] }],
    ["an identity of null", { ...other, identity: [null] }],
    ["an identity pair of null", { ...other, identity: [[null]] }],
    ["a twin of the same name", { ...other, identity: [[{ browser: "a", server: "a" }]] }],
  ])("broken vendor data is named, not met by the engine (%s)", (_what, broken) => {
    const attempt = () => createFirstParty({ ...good, vendors: [broken as Vendor] });
    expect(attempt).toThrow(/must|has no option/);
    expect(attempt).not.toThrow(/undefined\(\)|Cannot (?:read|convert)|is not (?:iterable|a function)/);
  });

  test("hightouch with one path for renew and clear fails", () => {
    const vendors = [hightouch({ renewPath: "/id", clearPath: "/id" })];
    expect(() => createFirstParty({ ...good, vendors })).toThrow(/routes must have paths of their own.*\(got "\/id"\)/);
  });

  test("a good config does not fail", () => {
    expect(() => createFirstParty(good)).not.toThrow();
    expect(() => createFirstParty({ ...good, cookieDomains: [], vendors: [vendor, other] })).not.toThrow();
  });
});

describe("configFromEnv", () => {
  const read = (env: Record<string, string>, base?: Partial<Config>) => configFromEnv(env, base);

  test("reads a whole config from the environment alone", () => {
    const config = read({
      FIRSTPARTY_VENDORS: "hightouch",
      FIRSTPARTY_COOKIE_DOMAINS: "example.com, example.de",
      FIRSTPARTY_ALLOW_ORIGINS: "https://a.example",
      FIRSTPARTY_PUBLIC_HOST: "www.example.com",
      FIRSTPARTY_TRUSTED_HOPS: "2",
      FIRSTPARTY_COOKIE_MAX_AGE_DAYS: "30",
      FIRSTPARTY_LIMITS_BODY_BYTES: "1000",
      FIRSTPARTY_TIMEOUTS_RETRY_MS: "0",
      FIRSTPARTY_PRIVACY_CLIENT_ADDRESS: "anonymise",
      FIRSTPARTY_PRIVACY_USER_AGENT: "coarsen",
      FIRSTPARTY_PRIVACY_STRIP_QUERY: "email, token",
      FIRSTPARTY_PRIVACY_REFERER: "origin",
      FIRSTPARTY_PRIVACY_GEO: "country=x-geo-country, city=x-geo-city",
      FIRSTPARTY_CONSENT_FROM: "gpc, analytics=yes/no, cc=1",
      FIRSTPARTY_HIGHTOUCH_WRITE_KEYS: "WK, WK2",
      FIRSTPARTY_HIGHTOUCH_PATH: "/metrics",
      FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: "https://ap-south-1.hightouch-events.com",
      PATH: "/usr/bin",
    });
    expect(config).toEqual({
      vendors: [
        hightouch({
          path: "/metrics",
          hosts: { events: "https://ap-south-1.hightouch-events.com" },
          writeKeys: ["WK", "WK2"],
        }),
      ],
      cookieDomains: ["example.com", "example.de"],
      allowOrigins: ["https://a.example"],
      publicHost: "www.example.com",
      trustedHops: 2,
      cookie: { maxAgeDays: 30 },
      limits: { bodyBytes: 1000 },
      timeouts: { retryMs: 0 },
      consent: {
        from: [
          "gpc",
          { cookie: "analytics", granted: "yes", denied: "no" },
          { cookie: "cc", granted: "1", denied: undefined },
        ],
      },
      privacy: {
        clientAddress: "anonymise",
        userAgent: "coarsen",
        stripQuery: ["email", "token"],
        referer: "origin",
        geo: { country: "x-geo-country", city: "x-geo-city" },
      },
    });
    expect(() => createFirstParty(config)).not.toThrow();
  });

  test("makes vendors of their factories' options", () => {
    const config = read({
      FIRSTPARTY_VENDORS: "segment,bloomreach,hightouch",
      FIRSTPARTY_COOKIE_DOMAINS: "example.com,example.de",
      FIRSTPARTY_SEGMENT_PATH: "/t",
      FIRSTPARTY_SEGMENT_REGION: "eu",
      FIRSTPARTY_SEGMENT_WRITE_KEYS: "KEY1=example.com+www.example.de, KEY2=example.de",
      FIRSTPARTY_SEGMENT_ALIAS: "shop=KEY1, laden=KEY2",
      FIRSTPARTY_SEGMENT_GLOBAL_NAME: "tracker",
      FIRSTPARTY_SEGMENT_HOSTS_CDN: "http://127.0.0.1:1",
      FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS: "T1,T2",
      FIRSTPARTY_BLOOMREACH_INSTANCE: "api.eu1.exponea.com",
      FIRSTPARTY_BLOOMREACH_EDITOR: "true",
      FIRSTPARTY_BLOOMREACH_CROSS_SUBDOMAIN: "example.com",
      FIRSTPARTY_HIGHTOUCH_WRITE_KEYS: "WK=example.com",
    });
    expect(config.vendors).toEqual([
      segment({
        path: "/t",
        region: "eu",
        writeKeys: { KEY1: ["example.com", "www.example.de"], KEY2: ["example.de"] },
        alias: { shop: "KEY1", laden: "KEY2" },
        globalName: "tracker",
        hosts: { cdn: "http://127.0.0.1:1" },
      }),
      bloomreach({
        projectTokens: ["T1", "T2"],
        instance: "api.eu1.exponea.com",
        editor: true,
        crossSubdomain: "example.com",
      }),
      hightouch({ writeKeys: { WK: ["example.com"] } }),
    ]);
    expect(() => createFirstParty(config)).not.toThrow();
    const one = read({
      FIRSTPARTY_VENDORS: "segment",
      FIRSTPARTY_SEGMENT_WRITE_KEYS: "K",
      FIRSTPARTY_SEGMENT_ALIAS: "a",
    });
    expect(one.vendors).toEqual([segment({ writeKeys: ["K"], alias: "a" })]);
  });

  test("replaces path, hosts and keys of a vendor from the file, your own included", () => {
    const own: Vendor = { ...other, id: "mine" };
    const { vendors } = read(
      {
        FIRSTPARTY_SEGMENT_WRITE_KEYS: "K=example.com",
        FIRSTPARTY_SEGMENT_PATH: "/t",
        FIRSTPARTY_MINE_HOSTS_EVENTS: "https://mine.example",
      },
      { ...good, vendors: [segment({ region: "eu" }), own] },
    );
    expect(vendors[0]).toEqual(segment({ region: "eu", path: "/t", writeKeys: { K: ["example.com"] } }));
    expect(vendors[1]).toEqual({ ...own, hosts: { ...own.hosts, events: "https://mine.example" } });
  });

  test("gives a variable to the vendor with the longer id", () => {
    const [acme, europe] = ["acme", "acme_eu"].map((id) => ({ ...hightouch(), id, path: `/${id}` }));
    const env = { FIRSTPARTY_ACME_EU_PATH: "/e", FIRSTPARTY_ACME_PATH: "/a" };
    const { vendors } = configFromEnv(env, { ...good, vendors: [acme, europe].filter((each) => each !== undefined) });
    expect(vendors.map(({ id, path }) => [id, path])).toEqual([
      ["acme", "/a"],
      ["acme_eu", "/e"],
    ]);
  });

  test.each<[env: Record<string, string>, message: RegExp]>([
    [{ PATH: "sg" }, /^FIRSTPARTY_SEGMENT_PATH must look like/],
    [{ REGION: "eu1" }, /^FIRSTPARTY_SEGMENT_REGION must be one of us, eu \(got "eu1"\)$/],
    [{ HOSTS_CDN: "cdn.example" }, /^FIRSTPARTY_SEGMENT_HOSTS_CDN must be a URL/],
    [
      { HOSTS_EVENTS: "https://a.example" },
      /^FIRSTPARTY_SEGMENT_HOSTS_EVENTS names no host of segment\(\); it has cdn, api$/,
    ],
    [{ GLOBAL_NAME: "my-analytics" }, /^FIRSTPARTY_SEGMENT_GLOBAL_NAME must be a name/],
    [{ WRITE_KEYS: "K=https://a.example" }, /^FIRSTPARTY_SEGMENT_WRITE_KEYS\.K must list domains/],
    [{ WRITE_KEYS: "K=a.example,L" }, /^FIRSTPARTY_SEGMENT_WRITE_KEYS must bind each of its keys to domains, or none/],
    [{ WRITE_KEYS: "K=" }, /^FIRSTPARTY_SEGMENT_WRITE_KEYS must bind each/],
    [{ WRITE_KEYS: "K,," }, /^FIRSTPARTY_SEGMENT_WRITE_KEYS must list one key at least/],
    [{ ALIAS: "shop" }, /^FIRSTPARTY_SEGMENT_ALIAS must say whose file it is/],
    [{ ALIAS: "shop=L", WRITE_KEYS: "K" }, /^FIRSTPARTY_SEGMENT_ALIAS\.shop must be among the writeKeys \(got "L"\)$/],
    [
      { PROJECT_TOKENS: "T" },
      /^FIRSTPARTY_SEGMENT_PROJECT_TOKENS is not a variable of segment\(\); it takes PATH, REGION/,
    ],
  ])("names the variable of a vendor that has a mistake: %j", (ends, message) => {
    const env = Object.entries(ends).map(([end, value]) => [`FIRSTPARTY_SEGMENT_${end}`, value]);
    expect(() => read({ FIRSTPARTY_VENDORS: "segment", ...Object.fromEntries(env) })).toThrow(message);
  });

  test.each<[env: Record<string, string>, message: RegExp]>([
    [{}, /^FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS must list your projects' tokens/],
    [{ PROJECT_TOKENS: "T", EDITOR: "yes" }, /^FIRSTPARTY_BLOOMREACH_EDITOR must be true or false \(got "yes"\)$/],
    [{ PROJECT_TOKENS: "T", INSTANCE: "https://a" }, /^FIRSTPARTY_BLOOMREACH_INSTANCE must be a host/],
    [
      { PROJECT_TOKENS: "T", CROSS_SUBDOMAIN: "https://a" },
      /^FIRSTPARTY_BLOOMREACH_CROSS_SUBDOMAIN must be true, false or a domain/,
    ],
    [{ PROJECT_TOKENS: "T=https://a" }, /^FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS\.T must list domains/],
  ])("bloomreach likewise: %j", (ends, message) => {
    const env = Object.entries(ends).map(([end, value]) => [`FIRSTPARTY_BLOOMREACH_${end}`, value]);
    expect(() => read({ FIRSTPARTY_VENDORS: "bloomreach", ...Object.fromEntries(env) })).toThrow(message);
  });

  test("an option that a file's vendor has at its making is not for the environment", () => {
    const vendors = [segment(), bloomreach({ projectTokens: ["T"] })];
    expect(() => read({ FIRSTPARTY_SEGMENT_REGION: "eu" }, { ...good, vendors })).toThrow(
      /^FIRSTPARTY_SEGMENT_REGION counts where FIRSTPARTY_VENDORS names segment; set the option region of segment\(\) in the config file, and unset FIRSTPARTY_SEGMENT_REGION$/,
    );
    expect(() => read({ FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS: "U" }, { ...good, vendors })).toThrow(
      /^FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS counts where .*; set the option projectTokens of bloomreach/,
    );
  });

  const ofKey2 = segment({ writeKeys: { KEY1: ["example.com"], KEY2: ["example.com"] }, alias: { shop: "KEY2" } });
  const ofTwo = bloomreach({ projectTokens: ["T1", "T2"] });
  test.each<[env: Record<string, string>, file: Vendor, message: RegExp]>([
    [
      { FIRSTPARTY_SEGMENT_PATH: "/s", FIRSTPARTY_SEGMENT_WRITE_KEYS: "KEY1" },
      ofKey2,
      /^FIRSTPARTY_SEGMENT_WRITE_KEYS does not go with the config file's segment\(\): its route "\/shop\.js" must be for one of the vendor's keys \(got "KEY2"\); change the variable or the file$/,
    ],
    [
      { FIRSTPARTY_BLOOMREACH_WRITE_KEYS: "T1" },
      ofTwo,
      /^FIRSTPARTY_BLOOMREACH_WRITE_KEYS does not go with the config file's bloomreach\(\): its identity must belong to one of the vendor's keys \(got "T2"\); change/,
    ],
    [
      { FIRSTPARTY_OTHER_WRITE_KEYS: "K" },
      withRoute({ kind: "collect", keyIn: undefined }),
      /^FIRSTPARTY_OTHER_WRITE_KEYS cannot be held where a route has no keyIn/,
    ],
    [
      { FIRSTPARTY_SEGMENT_HOSTS_CDN: "https://a.example" },
      hightouch(),
      /^FIRSTPARTY_SEGMENT_HOSTS_CDN is for segment\(\), which is not among the vendors \(hightouch\); add segment\(\) to the config file's, or unset FIRSTPARTY_SEGMENT_HOSTS_CDN$/,
    ],
    [
      { FIRSTPARTY_VENDORS: "bloomreach", FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS: "T", FIRSTPARTY_SEGMENT_REGION: "eu" },
      hightouch(),
      /^FIRSTPARTY_SEGMENT_REGION is for segment\(\), .* \(bloomreach\); add it to FIRSTPARTY_VENDORS, or unset/,
    ],
    [
      { FIRSTPARTY_VENDORS: "hightouch,segment", FIRSTPARTY_SEGMENT_PATH: "/ht/s" },
      ofTwo,
      /^vendors must have paths of their own: .*; the environment has FIRSTPARTY_VENDORS, FIRSTPARTY_SEGMENT_PATH$/,
    ],
  ])("names the variable that does not go with the vendors, of a file: %j", (env, file, message) => {
    expect(() => read(env, { ...good, vendors: [file] })).toThrow(message);
  });

  test.each<[base: Partial<Config>, env: Record<string, string>, message: RegExp]>([
    [
      { trustedHops: 1 },
      { FIRSTPARTY_CLIENT_IP_HEADER: "x-ip" },
      /^FIRSTPARTY_CLIENT_IP_HEADER and trustedHops exclude each other/,
    ],
    [
      { clientIpHeader: "x-ip" },
      { FIRSTPARTY_TRUSTED_HOPS: "1" },
      /^clientIpHeader and FIRSTPARTY_TRUSTED_HOPS exclude each other/,
    ],
    [{}, { FIRSTPARTY_ORIGIN_VERIFY_SECRETS: "s3cret" }, /^FIRSTPARTY_ORIGIN_VERIFY_SECRETS must hold(?!.*s3cret)/],
    [{}, { FIRSTPARTY_DISABLED: "segment" }, /^FIRSTPARTY_DISABLED must be true, or name vendors out of hightouch /],
    [
      { privacy: { geo: { region: "x-geo" } } },
      { FIRSTPARTY_PRIVACY_GEO: "city=x-geo,country=x-geo" },
      /^FIRSTPARTY_PRIVACY_GEO\.country must have a header of its own/,
    ],
    [
      { cookieDomains: ["https://file.example"] },
      { FIRSTPARTY_COOKIE_DOMAINS: "example.com,www.example.com" },
      /^FIRSTPARTY_COOKIE_DOMAINS must not overlap/,
    ],
  ])("names the variable of what goes wrong only together with the file: %j, %j", (base, env, message) => {
    expect(() => read(env, { ...good, ...base })).toThrow(message);
  });

  test("judges no switch before the vendors are there", () => {
    const base = { cookieDomains: [] };
    expect(configFromEnv({ FIRSTPARTY_DISABLED: "segment" }, base)).toEqual({ ...base, disabled: ["segment"] });
  });

  test("leaves a mistake of the file for createFirstParty to name", () => {
    const twice = [hightouch(), hightouch({ path: "/ht2" })];
    expect(() => createFirstParty(read({}, { ...good, vendors: twice }))).toThrow(/ids of their own/);
    expect(() => createFirstParty(read({}, { ...good, vendors: {} as Vendor[] }))).toThrow(/^vendors must be an array/);
  });

  test("overrides a config file field by field", () => {
    const base = { ...good, limits: { bodyBytes: 5, groupBytes: 6 }, publicHost: "www.example.com" };
    const config = read(
      { FIRSTPARTY_LIMITS_BODY_BYTES: "7", FIRSTPARTY_HIGHTOUCH_HOSTS_CDN: "http://127.0.0.1:1" },
      base,
    );
    expect(config.limits).toEqual({ bodyBytes: 7, groupBytes: 6 });
    expect(config.publicHost).toBe("www.example.com");
    expect(config.vendors[0]?.hosts["cdn"]).toBe("http://127.0.0.1:1");
    expect(base.vendors[0]?.hosts["cdn"]).toBe("https://cdn.hightouch-events.com");
  });

  test.each([
    ["10/300", { perSecond: 10, burst: 300 }],
    ["0.5/1", { perSecond: 0.5, burst: 1 }],
    ["off", false],
  ])("a rate limit of %s", (text, rate) => {
    const config = read({ FIRSTPARTY_RATE_LIMIT_IDENTITY: text, FIRSTPARTY_RATE_LIMIT_COLLECT: text }, good);
    expect(config.rateLimit).toEqual({ identity: rate, collect: rate });
    expect(() => createFirstParty(config)).not.toThrow();
  });

  test("none is [] on purpose; an empty or missing FIRSTPARTY_COOKIE_DOMAINS is a mistake", () => {
    expect(read({ FIRSTPARTY_COOKIE_DOMAINS: "none" }, { vendors: [vendor] }).cookieDomains).toEqual([]);
    expect(() => read({ FIRSTPARTY_COOKIE_DOMAINS: "" })).toThrow(/^FIRSTPARTY_COOKIE_DOMAINS must list something/);
    expect(() => createFirstParty(read({ FIRSTPARTY_VENDORS: "hightouch" }))).toThrow(/^cookieDomains must list/);
  });

  test.each([
    [
      { FIRSTPARTY_COOKIE_DOMAIN: "example.com" },
      /^FIRSTPARTY_COOKIE_DOMAIN is not a variable of firstparty; it takes FIRSTPARTY_VENDORS/,
    ],
    [
      { FIRSTPARTY_VENDORS: "hightoch" },
      /^FIRSTPARTY_VENDORS must name vendors out of hightouch, segment, bloomreach \(got "hightoch"\)/,
    ],
    [{ FIRSTPARTY_VENDORS: "__proto__" }, /^FIRSTPARTY_VENDORS must name vendors/],
    [
      { FIRSTPARTY_PRIVACY_CLIENT_ADDRESS: "anonymize" },
      /^FIRSTPARTY_PRIVACY_CLIENT_ADDRESS must be one of forward, anonymise, drop \(got "anonymize"\)$/,
    ],
    [{ FIRSTPARTY_TRUSTED_HOPS: "11" }, /^FIRSTPARTY_TRUSTED_HOPS must be a whole number from 0 to 10 \(got 11\)$/],
    [{ FIRSTPARTY_COOKIE_DOMAINS: "https://a.example" }, /^FIRSTPARTY_COOKIE_DOMAINS must hold bare domains/],
    [{ FIRSTPARTY_RATE_LIMIT_COLLECT: "0/9" }, /^FIRSTPARTY_RATE_LIMIT_COLLECT\.perSecond must be a number above 0/],
    [{ FIRSTPARTY_LIMITS_BODY_BYTES: "1MB" }, /^FIRSTPARTY_LIMITS_BODY_BYTES must be a whole number \(got "1MB"\)/],
    [
      { FIRSTPARTY_VENDORS: "hightouch", FIRSTPARTY_HIGHTOUCH_HOSTS_API: "x" },
      /^FIRSTPARTY_HIGHTOUCH_HOSTS_API names no host of hightouch\(\); it has cdn, events$/,
    ],
    [
      { FIRSTPARTY_RATE_LIMIT_COLLECT: "10" },
      /^FIRSTPARTY_RATE_LIMIT_COLLECT must be off, or tokens a second and at most, such as 10\/300 \(got "10"\)/,
    ],
    [
      { FIRSTPARTY_VENDORS: "hightouch", FIRSTPARTY_HIGHTOUCH_WRITE_KEYS: "" },
      /^FIRSTPARTY_HIGHTOUCH_WRITE_KEYS must list something/,
    ],
    [{ FIRSTPARTY_ACME_PATH: "/am" }, /^FIRSTPARTY_ACME_PATH is not a variable .* of a configured vendor \(none\)$/],
    [
      { FIRSTPARTY_SEGMENT_PATH: "/sg" },
      /^FIRSTPARTY_SEGMENT_PATH is for segment\(\), .* \(there are none\); name it in FIRSTPARTY_VENDORS, or unset/,
    ],
  ])("refuses %j", (env, message) => {
    expect(() => read(env)).toThrow(message);
  });
});
