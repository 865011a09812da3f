import { bloomreach, type Config, hightouch, segment, type Vendor } from "../../core/index.ts";
import type { SiteName } from "./case.ts";

/** The configs that the table is served by. */
export const SITES = [
  "shop",
  "impatient",
  "hurried",
  "onlyOnce",
  "slowBody",
  "hostOnly",
  "publicHost",
  "behindOneProxy",
  "behindTwoProxies",
  "behindCdn",
  "small",
  "off",
  "private",
  "dropping",
  "originOnly",
  "verified",
  "keyed",
  "consent",
  "consentStrip",
  "consentKept",
  "consentNone",
  "consentExpired",
  "segment",
  "segmentOff",
  "segmentStrip",
  "segmentPublicHost",
  "segmentSmall",
  "segmentImpatient",
  "tokens",
  "bloomreach",
  "bloomreachHostOnly",
  "bloomreachSmall",
  "bloomreachOff",
  "bloomreachConsent",
  "bloomreachStrip",
  "segmentUnkeyed",
] as const;

/** Routes that are told more than Hightouch's: Referer, client hints, and a key in path or query. */
const TOLD_MORE: Vendor["routes"] = [
  {
    kind: "collect",
    path: "/hit",
    host: "api",
    methods: ["GET", "POST"],
    requestHeaders: [
      "user-agent",
      "referer",
      "sec-ch-ua",
      "sec-ch-ua-mobile",
      "sec-ch-ua-platform",
      "sec-ch-ua-model",
      "sec-ch-ua-full-version-list",
      "device-memory",
      "x-geo-country",
      "x-geo-city",
    ],
    retry: "never",
    keyIn: [{ in: "query", name: "key" }],
  },
  {
    kind: "collect",
    path: "/p/:project/events",
    host: "api",
    methods: ["POST"],
    requestHeaders: ["content-type"],
    retry: "never",
    keyIn: [
      { in: "path", name: "project" },
      { in: "body", name: "token" },
    ],
  },
];

/** The cookie of a consent tool. */
const ASKED = { cookie: "cc", granted: "yes", denied: "no" } as const;

/** A made-up vendor for the fields that Hightouch has no use for: cookies both ways, no retry, a body limit, names with `*`. */
function acme(host: string, closedHost: string): Vendor {
  return {
    id: "acme",
    path: "/acme",
    docs: "https://acme.example/docs",
    hosts: { api: host, gone: closedHost },
    identity: [
      [{ browser: "ac_*_id", server: "ac_*_id_srvr" }],
      [{ browser: "as_*", server: "as_*_srvr" }],
      [{ browser: "ac_user", server: "ac_user_srvr" }],
      [{ browser: "ac_device", server: "ac_device_srvr", shape: "[0-9a-f]{8}|none" }],
    ],
    optOut: [
      { cookie: "ac_optout", value: "1" },
      { cookie: "ac_out_*", value: "0" },
    ],
    event: { personal: ["who"] },
    routes: [
      { kind: "renew", path: "/renew" },
      { kind: "withdraw", path: "/consent/withdraw" },
      { kind: "grant", path: "/consent/grant" },
      {
        kind: "collect",
        path: "/bulk",
        host: "api",
        methods: ["POST"],
        requestHeaders: ["content-type"],
        cookiesUp: ["xnpe_*", "__ac_etc__", "ac_optout"],
        cookiesDown: ["xnpe_*"],
        bodyBytes: 64,
        retry: "never",
        acknowledgement: { status: 202, contentType: "text/plain", body: "ok" },
      },
      {
        kind: "script",
        path: "/js/:file",
        host: "api",
        methods: ["GET", "HEAD"],
        requestHeaders: ["accept"],
        cookiesDown: ["xnpe_*"],
        retry: "connect",
      },
      {
        kind: "script",
        path: "/tuned/:file",
        host: "api",
        methods: ["GET"],
        requestHeaders: [],
        cookiesUp: ["xnpe_*"],
        retry: "never",
      },
      {
        // A vendor whose SDK calls no renew, and that writes a twin of its own.
        kind: "settings",
        path: "/who",
        host: "api",
        methods: ["GET"],
        requestHeaders: [],
        cookiesDown: ["ac_user_srvr"],
        retry: "never",
        identity: "renew",
      },
      {
        // Waited for as well, and its address may say for whom it is.
        kind: "script",
        path: "/who/:person/who.js",
        host: "api",
        methods: ["GET"],
        requestHeaders: [],
        retry: "never",
        identity: "renew",
        personIn: [{ in: "path", name: "person", nobody: ["new"] }],
      },
      {
        kind: "collect",
        path: "/who/events",
        host: "api",
        methods: ["POST"],
        requestHeaders: ["content-type"],
        cookiesDown: ["ac_user_srvr"],
        retry: "never",
        identity: "mirror",
      },
      { kind: "collect", path: "/gone", host: "gone", methods: ["POST"], requestHeaders: [], retry: "connect" },
      ...TOLD_MORE,
    ],
  };
}

/** `vendor` is the played vendor's base URL, `closed` one where nobody listens. */
export function configOf(site: SiteName, vendor: string, closed: string): Config {
  const base: Config = {
    vendors: [hightouch({ hosts: { cdn: vendor, events: vendor } }), acme(vendor, closed)],
    cookieDomains: ["shop.example", "shop.de"],
    allowOrigins: ["https://partner.example.org"],
    // Enough on a machine that halts for a moment; what has to be late is asked of a site that waits for less.
    timeouts: { headersMs: 5_000 },
  };
  const ofSegment: Config = {
    ...base,
    vendors: [
      segment({
        hosts: { cdn: vendor, api: vendor },
        // Two sources, a domain of the site's each.
        writeKeys: { WK: ["shop.example"], WK2: ["Shop.de"] },
        alias: { shop: "WK", winkel: "WK2" },
      }),
    ],
  };
  const ofBloomreach: Config = {
    ...base,
    vendors: [bloomreach({ hosts: { api: vendor }, projectTokens: ["PROJ"], editor: true })],
    cookieDomains: [...base.cookieDomains, "ab.de", "team.acme.com"],
  };
  switch (site) {
    case "segmentImpatient":
      return { ...ofSegment, timeouts: { headersMs: 1_500, retryMs: 0 } };
    case "segmentSmall":
      return { ...ofSegment, limits: { headerBytes: 512 } };
    case "tokens":
      return {
        ...base,
        vendors: [
          bloomreach({
            hosts: { api: vendor },
            projectTokens: {
              "TOKEN-1": ["shop.example"],
              "TOKEN-2": ["shop.example"],
              "TOKEN-3": ["shop.de"],
            },
          }),
        ],
      };
    case "shop":
      return base;
    case "impatient":
      return { ...base, timeouts: { headersMs: 1_500, retryMs: 0 } };
    case "hurried":
      return { ...base, timeouts: { headersMs: 3_000 } };
    case "onlyOnce":
      return { ...base, timeouts: { ...base.timeouts, retryMs: 0 } };
    case "slowBody":
      return { ...base, timeouts: { bodyMs: 400 } };
    case "hostOnly":
      return { ...base, cookieDomains: [], cookie: { maxAgeDays: 30 }, limits: { groupBytes: 64 } };
    case "publicHost":
      return { ...base, publicHost: "www.shop.de" };
    case "behindOneProxy":
      return { ...base, trustedHops: 1 };
    case "behindTwoProxies":
      return { ...base, trustedHops: 2 };
    case "behindCdn":
      return { ...base, clientIpHeader: "CloudFront-Viewer-Address" };
    case "verified":
      return {
        ...base,
        originVerify: { header: "X-Edge-Secret", secrets: ["0123456789abcdef", "the-next-one-0123"] },
        allowOrigins: ["https://shop.example.org"],
      };
    case "small":
      return { ...base, limits: { urlBytes: 64, headerBytes: 512 } };
    case "off":
      return { ...base, disabled: ["hightouch"] };
    case "private":
      return {
        ...base,
        clientIpHeader: "x-edge-address",
        privacy: {
          clientAddress: "anonymise",
          userAgent: "coarsen",
          stripQuery: ["email", "reset token"],
          geo: { country: "x-geo-country", region: "x-geo-region", city: "x-geo-city" },
        },
      };
    case "dropping":
      return { ...base, privacy: { clientAddress: "drop", referer: "drop" } };
    case "originOnly":
      return { ...base, privacy: { referer: "origin" } };
    case "keyed":
      return {
        ...base,
        vendors: [
          hightouch({ hosts: { cdn: vendor, events: vendor }, writeKeys: ["WK", "WK2"] }),
          { ...acme(vendor, closed), routes: TOLD_MORE, keys: ["PROJECT-1"] },
        ],
      };
    case "consent":
      return { ...base, consent: { from: ["gpc", ASKED] } };
    case "consentKept":
      return { ...base, consent: { from: ["gpc"], denied: { identity: "keep", relay: "pass" } } };
    case "consentNone":
      return { ...base, consent: { from: [ASKED], unknown: { relay: "pass" } } };
    case "consentExpired":
      return { ...base, consent: { from: [ASKED], unknown: { identity: "expire", relay: "pass" } } };
    case "segment":
      return ofSegment;
    case "segmentOff":
      return { ...ofSegment, disabled: true };
    case "segmentStrip":
      return { ...ofSegment, consent: { from: [ASKED], denied: { relay: "strip" } } };
    case "segmentUnkeyed":
      return { ...base, vendors: [segment({ hosts: { cdn: vendor, api: vendor } })] };
    case "segmentPublicHost":
      return { ...ofSegment, publicHost: "WWW.shop.de" };
    case "bloomreach":
      return ofBloomreach;
    case "bloomreachHostOnly":
      return {
        ...base,
        vendors: [bloomreach({ hosts: { api: vendor }, projectTokens: ["PROJ"], crossSubdomain: false })],
        cookieDomains: [],
      };
    case "bloomreachSmall":
      return { ...ofBloomreach, limits: { headerBytes: 512 } };
    case "bloomreachOff":
      return { ...ofBloomreach, disabled: true };
    case "bloomreachConsent":
      return { ...ofBloomreach, consent: { from: [ASKED] } };
    case "bloomreachStrip":
      return { ...ofBloomreach, consent: { from: [ASKED], denied: { identity: "keep", relay: "strip" } } };
    case "consentStrip":
      return {
        ...base,
        consent: {
          from: [ASKED],
          unknown: { relay: "strip" },
          denied: { identity: "keep", relay: "strip" },
        },
      };
  }
}
