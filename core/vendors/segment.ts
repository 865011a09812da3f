// https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/custom-proxy/, the server, mobile and Pixel pages
// beside it, and @segment/analytics-next 1.84.3, checked on 2026-11-22
import { ConfigError, mistake, oneOf } from "../mistakes.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import { checkGlobalName } from "./check.ts";
import { checkKeyNames } from "./check-keys.ts";
import { keyNames } from "../vendor-keys.ts";
import { SPEC_EVENT } from "./spec-event.ts";
import { withDefaults } from "./with-defaults.ts";

export interface SegmentOptions {
  /** Where it is served on the customer's domain. Default `/sg`. */
  readonly path?: string | undefined;
  /** The workspace's region: decides the Tracking API's host. Default `us`. */
  readonly region?: "us" | "eu" | undefined;
  /** Base URLs of the vendor's hosts. */
  readonly hosts?: Partial<Record<"cdn" | "api", string>> | undefined;
  /**
   * The only write keys whose events and settings pass, so that nobody else's data runs through your domain. Under a key's name, the only
   * domains on whose hosts it passes: `{ KEY1: ["example.com"], KEY2: ["example.de"] }`. Default: any.
   */
  readonly writeKeys?: Vendor["keys"];
  /**
   * Another name for the SDK's file: `/sg/<alias>.js` is `analytics.js` of the one write key, or of the key that the alias is given:
   * `{ shop: "KEY1" }`. Default: none.
   */
  readonly alias?: string | Readonly<Record<string, string>> | undefined;
  /** The SDK's global in place of `window.analytics`, for the snippet. */
  readonly globalName?: string | undefined;
}

const API: Readonly<Record<"us" | "eu", string>> = {
  us: "https://api.segment.io",
  eu: "https://events.eu1.segmentapis.com",
};
const FILE_HEADERS = ["accept", "if-none-match", "if-modified-since", "range", "if-range"];
/** The CDN's own names in settings, whichever host is configured. */
const CDN_NAMES = ["https://cdn.segment.com", "https://cdn.segment.build"];

/** Segment: analytics.js with its settings and chunks, and the Tracking API of browsers, servers, phones and pixels. */
export function segment(options: SegmentOptions = {}): Vendor<"cdn" | "api"> {
  const { region = "us" } = options;
  const { path, hosts, writeKeys, alias, globalName } = withDefaults("segment", options, {
    path: "/sg",
    region: "us",
    hosts: { cdn: "https://cdn.segment.com", api: API[oneOf("segment() region", region, ["us", "eu"])] },
    writeKeys: undefined as Vendor["keys"],
    alias: undefined as SegmentOptions["alias"],
    globalName: undefined as string | undefined,
  });
  checkGlobalName("segment() globalName", globalName);
  checkKeyNames("segment() writeKeys", writeKeys);
  const file = {
    kind: "script",
    host: "cdn",
    methods: ["GET", "HEAD"],
    requestHeaders: FILE_HEADERS,
    retry: "connect",
  } as const;
  return {
    id: "segment",
    path,
    docs: "https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/custom-proxy/",
    hosts,
    keys: writeKeys,
    globalName,
    identity: [
      [
        { browser: "ajs_anonymous_id", server: "ajs_anonymous_id_srvr" },
        { browser: "ajs_user_id", server: "ajs_user_id_srvr" },
      ],
    ],
    // From `ajs_user` and `_sio`, which older versions wrote, it would take the person again.
    scriptCookies: ["ajs_group_id", "ajs_user", "_sio", "s%3Acontext.referrer"],
    event: SPEC_EVENT,
    // All of it is in the file around the SDK (`standalone.js`), and not in the npm package's own.
    elsewhere: [
      {
        host: "api.segment.io",
        why: "one count where start-up failed: settings that could not be read, say; a connect-src without it stops it",
        isFilesOnly: true,
      },
      {
        host: "cdn.segment.com",
        why: "analytics.classic.js, asked for where a policy has blocked something else from there; a script-src without it stops it",
        isFilesOnly: true,
      },
      {
        host: "cdnjs.cloudflare.com",
        why: "a polyfill for Internet Explorer 11, Edge up to 13 and Firefox up to 46; a script-src without it stops it, and analytics.js there",
        isFilesOnly: true,
      },
    ],
    routes: [
      { kind: "renew", path: "/renew" },
      { kind: "clear", path: "/clear" },
      { kind: "restore-script", path: "/restore.js" },
      { kind: "withdraw", path: "/consent/withdraw" },
      { kind: "grant", path: "/consent/grant" },
      ...aliases(alias, writeKeys).map(([name, key]): RelayRoute<"cdn" | "api"> => ({
        ...file,
        path: `/${name}.js`,
        to: `/analytics.js/v1/${key}/analytics.min.js`,
        keyIn: [{ in: "route", key }],
      })),
      { ...file, path: "/analytics.js/v1/:key/:file+", keyIn: [{ in: "path", name: "key" }] },
      { ...file, path: "/analytics-next/bundles/:file+" },
      { ...file, path: "/next-integrations/:file+" },
      {
        // The SDK waits for them before it reads its cookies. Mobile SDKs ask for the same by `cdnHost`.
        kind: "settings",
        path: "/v1/projects/:key/settings",
        host: "cdn",
        methods: ["GET", "HEAD"],
        requestHeaders: ["accept", "user-agent", "if-none-match", "if-modified-since"],
        retry: "connect",
        keyIn: [{ in: "path", name: "key" }],
        identity: "renew",
        rewrite: [
          { at: ["integrations", "Segment.io", "apiHost"], as: "host", path: "/v1" },
          { at: ["metrics", "host"], as: "host", path: "/v1" },
          { at: ["remotePlugins", "*", "url"], as: "url", from: CDN_NAMES },
        ],
      },
      {
        // Told in the query, in an image's address: mails and pages without script.
        kind: "collect",
        path: "/v1/pixel/:type",
        host: "api",
        methods: ["GET"],
        requestHeaders: ["accept", "accept-language", "user-agent"],
        retry: "connect",
        keyIn: KEY_IN_QUERY,
        acknowledgement: { status: 200, contentType: "image/gif", body: CLEAR_PIXEL, isBase64: true },
      },
      {
        // The SDK's own measurements: twenty counters at most, which name no source.
        kind: "collect",
        path: "/v1/m",
        host: "api",
        methods: ["POST"],
        // The Kotlin SDK compresses them.
        requestHeaders: ["accept", "content-encoding", "content-type", "user-agent"],
        bodyBytes: 65_536,
        keyIn: [],
        retry: "never",
      },
      {
        kind: "collect",
        path: "/v1/:type+",
        host: "api",
        methods: ["POST"],
        requestHeaders: [
          "accept",
          "accept-language",
          "authorization",
          "content-encoding",
          "content-type",
          "user-agent",
          "x-retry-count",
        ],
        // Its SDKs send again by rules of their own, with the same messageId.
        retry: "connect",
        // With OAuth a server library has a token in Authorization, and its key in the body alone. No SDK has one in the query.
        keyIn: [{ in: "authorization", scheme: "basic" }, { in: "body", name: "writeKey" }, ...KEY_IN_QUERY],
        identity: "mirror",
      },
    ],
  };
}

const KEY_IN_QUERY = [
  { in: "query", name: "writeKey" },
  { in: "query", name: "data", field: "writeKey" },
] as const;

/** A transparent GIF of one pixel. */
const CLEAR_PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==";

/** A file's name, perhaps in folders: Segment's own aliases are `<workspace>/<source>`. No part begins with a dot. */
const ALIAS = /^(?!.*\.js$)[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*$/;

function aliases(alias: SegmentOptions["alias"], writeKeys: Vendor["keys"]): [name: string, key: string][] {
  if (alias === undefined) return [];
  const keys = keyNames(writeKeys) ?? [];
  const named = typeof alias === "string" ? { [alias]: keys.length === 1 ? keys[0] : undefined } : alias;
  return Object.entries(named).map(([name, key]) => {
    if (!ALIAS.test(name) || name === "restore")
      throw mistake(
        "segment() alias",
        'must be the name of a file without its .js, such as "shop" or "a/shop", and not "restore"',
        name,
      );
    if (key === undefined)
      throw new ConfigError(
        `segment() alias must say whose file it is where there is not one write key: { ${JSON.stringify(name)}: "WRITE_KEY" }`,
      );
    if (!/^[A-Za-z0-9._~-]+$/.test(key)) throw mistake(`segment() alias.${name}`, "must be a write key", key);
    if (writeKeys !== undefined && !keys.includes(key))
      throw mistake(`segment() alias.${name}`, "must be among the writeKeys", key);
    return [name, key];
  });
}
