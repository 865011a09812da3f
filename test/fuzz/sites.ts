import { type Config, hightouch, segment, type Vendor } from "../../core/index.ts";

/** A made-up vendor with every field of the data in use: a path below its host, cookies both ways, wildcards, all kinds and retries. */
export const acme: Vendor = {
  id: "acme",
  path: "/acme",
  docs: "https://acme.example/docs",
  hosts: { api: "https://api.acme.example/base/v2", plain: "http://plain.acme.example:8080" },
  identity: [
    [{ browser: "ac_*_id", server: "ac_*_id_srvr" }],
    [{ browser: "as_*", server: "as_*_srvr" }],
    [
      { browser: "ac_user", server: "ac_user_srvr" },
      { browser: "ac_anon", server: "ac_anon_srvr" },
      { browser: "ac_group", server: "ac_group_srvr" },
    ],
  ],
  scriptCookies: ["acme_sess", "acme_s_*"],
  optOut: [{ cookie: "ac_optout" }, { cookie: "ac_opt_*", value: "1" }],
  event: {
    batch: "batch",
    personal: ["userId", "traits", "context.ip", "context.device.id"],
    unlinked: { field: "anonymousId", from: "messageId" },
    aboutPerson: { field: "type", values: ["identify"] },
  },
  routes: [
    { kind: "withdraw", path: "/consent/withdraw" },
    { kind: "grant", path: "/consent/grant" },
    { kind: "renew", path: "/renew" },
    { kind: "clear", path: "/clear" },
    { kind: "restore-script", path: "/restore.js" },
    {
      kind: "collect",
      path: "/bulk",
      host: "api",
      methods: ["POST", "PUT"],
      requestHeaders: ["content-type", "authorization", "user-agent", "x-acme-trace"],
      cookiesUp: ["xnpe_*", "__ac_etc__", "ac_user_srvr"],
      cookiesDown: ["xnpe_*", "acme_exact"],
      bodyBytes: 256,
      retry: "never",
      personIn: [{ in: "body", name: "who" }],
    },
    {
      kind: "script",
      path: "/js/:file+",
      host: "plain",
      methods: ["GET", "HEAD"],
      requestHeaders: ["accept", "if-none-match"],
      cookiesDown: ["xnpe_*"],
      retry: "connect",
    },
    { kind: "settings", path: "/p/:key/settings", host: "api", methods: ["GET"], requestHeaders: [], retry: "keyed" },
    // What the SDK of a vendor loads and sends that calls no renew; the vendor writes one of the twins itself.
    {
      kind: "settings",
      path: "/who/settings",
      host: "plain",
      methods: ["GET", "HEAD"],
      requestHeaders: ["if-none-match"],
      cookiesDown: ["ac_user_srvr"],
      retry: "connect",
      identity: "renew",
    },
    {
      kind: "script",
      path: "/who.js",
      host: "plain",
      methods: ["GET"],
      requestHeaders: [],
      retry: "never",
      identity: "renew",
    },
    {
      kind: "collect",
      path: "/who/events",
      host: "plain",
      methods: ["POST"],
      requestHeaders: ["content-type"],
      cookiesDown: ["ac_user_srvr"],
      retry: "never",
      identity: "mirror",
    },
    { kind: "collect", path: "/e/:type", host: "plain", methods: ["POST"], requestHeaders: [], retry: "keyed" },
  ],
};

/** The same with keys, each on a domain of its own, in every place where one can be. */
const keyedAcme: Vendor = {
  ...acme,
  keys: { "KEY-1": ["shop.example"], "KEY-2": ["Shop.DE"] },
  routes: [
    ...acme.routes.filter(({ kind }) => kind !== "collect" && kind !== "settings"),
    {
      kind: "collect",
      path: "/e/:type",
      host: "plain",
      methods: ["POST"],
      requestHeaders: ["authorization", "content-type", "content-encoding"],
      retry: "never",
      keyIn: [
        { in: "authorization", scheme: "basic" },
        { in: "body", name: "writeKey" },
        { in: "query", name: "key" },
        { in: "query", name: "data", field: "writeKey" },
      ],
    },
    {
      kind: "settings",
      path: "/p/:key/settings",
      host: "api",
      methods: ["GET"],
      requestHeaders: [],
      retry: "never",
      keyIn: [{ in: "path", name: "key" }],
    },
    ...[
      ["one", "KEY-1"],
      ["two", "KEY-2"],
    ].map(([name, key = ""]): Vendor["routes"][number] => ({
      kind: "script",
      path: `/${name}.js`,
      host: "api",
      methods: ["GET"],
      requestHeaders: [],
      retry: "never",
      keyIn: [{ in: "route", key }],
    })),
  ],
};

/** One whose answers name its hosts, in each way that a rule can say. */
const named: Vendor = {
  id: "named",
  path: "/named",
  docs: "https://acme.example/docs",
  hosts: acme.hosts,
  routes: [
    {
      kind: "settings",
      path: "/home.json",
      host: "api",
      methods: ["GET", "HEAD"],
      requestHeaders: ["accept", "if-none-match"],
      retry: "never",
      rewrite: [
        { at: ["home"], as: "url", path: "" },
        { at: ["api", "home", "host"], as: "host", path: "/v1/x" },
        { at: ["lists", "*", "*", "at"], as: "url", from: ["https://api.acme.example"] },
        { at: ["lists", "*", "at"], as: "host", from: ["https://cdn.segment.com"] },
        { at: ["constructor", "url"], as: "url", path: "/c" },
      ],
    },
    {
      kind: "collect",
      path: "/home",
      host: "api",
      methods: ["POST"],
      requestHeaders: [],
      retry: "never",
      rewrite: [{ at: ["metrics", "host"], as: "host", path: "" }],
    },
    {
      kind: "script",
      path: "/sdk.js",
      to: "/files/v1/sdk.min.js",
      host: "api",
      methods: ["GET", "HEAD"],
      requestHeaders: ["accept"],
      retry: "never",
    },
  ],
};

const shop: Config = {
  vendors: [hightouch(), acme],
  cookieDomains: ["shop.example", "shop.de"],
  allowOrigins: ["https://partner.example.org", "https://partner.example.org:8443"],
  limits: { bodyBytes: 2_048 },
  // Pauses between tries would be waited for.
  timeouts: { retryMs: 0 },
};

/** The configs that are attacked. A new option is an entry here, and what it promises a check in `judge`. */
export const SITES = {
  shop,
  hostOnly: { ...shop, cookieDomains: [], cookie: { maxAgeDays: 30 }, limits: { groupBytes: 64 } },
  publicHost: { ...shop, publicHost: "www.shop.de" },
  oneProxy: { ...shop, trustedHops: 1 },
  twoProxies: { ...shop, trustedHops: 2 },
  behindCdn: { ...shop, clientIpHeader: "cloudfront-viewer-address" },
  verified: { ...shop, originVerify: { secrets: ["0123456789abcdef", "fedcba9876543210"] } },
  small: { ...shop, limits: { bodyBytes: 20, urlBytes: 30, headerBytes: 150, groupBytes: 40 } },
  off: { ...shop, disabled: ["acme"] },
  discreet: { ...shop, privacy: { clientAddress: "anonymise", userAgent: "coarsen", stripQuery: ["canary", "a"] } },
  optIn: { ...shop, consent: { from: ["gpc", { cookie: "cc", granted: "yes", denied: "no" }] } },
  stripped: {
    ...shop,
    consent: {
      from: [{ cookie: "cc", granted: /^y/, denied: "no" }],
      unknown: { identity: "keep", relay: "strip" },
      denied: { identity: "none", relay: "strip" },
    },
  },
  keyed: { ...shop, vendors: [keyedAcme] },
  named: { ...shop, vendors: [segment({ alias: { shop: "KEY" } }), named] },
  namedPublicHost: { ...shop, vendors: [segment(), named], publicHost: "www.shop.de" },
  impatient: { ...shop, timeouts: { headersMs: 5, retryMs: 0 } },
} as const satisfies Record<string, Config>;

export type SiteName = keyof typeof SITES;
