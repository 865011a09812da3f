// https://hightouch.com/docs/events/first-party-tracking and @ht-sdks/events-sdk-js-browser 1.5.1, checked on 2026-11-22
import type { Vendor } from "../types.ts";
import { checkKeyNames } from "./check-keys.ts";
import { SPEC_EVENT } from "./spec-event.ts";
import { withDefaults } from "./with-defaults.ts";

export interface HightouchOptions {
  /** Where it is served on the customer's domain. Default `/ht`. */
  readonly path?: string | undefined;
  /** Base URLs of the vendor's hosts; another region is another `events`. */
  readonly hosts?: Partial<Record<"cdn" | "events", string>> | undefined;
  /** Path of the renew call, below `path` or with it (`/ht/renew`, as the SDK's `renewUrl` has it). Default `/renew`. */
  readonly renewPath?: string | undefined;
  /** Path of the clear call, likewise. Default `/clear`. */
  readonly clearPath?: string | undefined;
  /**
   * The only write keys whose events and settings pass, so that nobody else's data runs through your domain. The browser SDK has its key in
   * the body, which is looked into for it. Under a key's name, the only domains on whose hosts it passes: `{ KEY1: ["example.com"] }`.
   * Default: any.
   */
  readonly writeKeys?: Vendor["keys"];
}

/** Hightouch Events: SDK files, events of the browser, server and mobile SDKs, and the HTTP cookie service. */
export function hightouch(options: HightouchOptions = {}): Vendor<"cdn" | "events"> {
  const { path, hosts, renewPath, clearPath, writeKeys } = withDefaults("hightouch", options, {
    path: "/ht",
    hosts: { cdn: "https://cdn.hightouch-events.com", events: "https://us-east-1.hightouch-events.com" },
    renewPath: "/renew",
    clearPath: "/clear",
    writeKeys: undefined as Vendor["keys"],
  });
  checkKeyNames("hightouch() writeKeys", writeKeys);
  const below = (full: string) => (full.startsWith(`${path}/`) ? full.slice(path.length) : full);
  return {
    id: "hightouch",
    path,
    docs: "https://hightouch.com/docs/events/first-party-tracking",
    hosts,
    keys: writeKeys,
    identity: [
      [
        { browser: "htjs_anonymous_id", server: "htjs_anonymous_id_srvr" },
        { browser: "htjs_user_id", server: "htjs_user_id_srvr" },
      ],
    ],
    scriptCookies: ["htjs_group_id", "htjs_sesh", "s%3Acontext.referrer"],
    event: SPEC_EVENT,
    routes: [
      { kind: "renew", path: below(renewPath) },
      { kind: "clear", path: below(clearPath) },
      { kind: "restore-script", path: "/restore.js" },
      {
        // The SDK's lazy chunks live under browser/candidate, whatever release the loader is.
        kind: "script",
        path: "/browser/:file+",
        host: "cdn",
        methods: ["GET", "HEAD"],
        requestHeaders: ["accept", "if-none-match", "if-modified-since", "range", "if-range"],
        retry: "connect",
      },
      {
        // The Swift and Kotlin SDKs ask the events host for their settings.
        kind: "settings",
        path: "/v1/projects/:key/settings",
        host: "events",
        methods: ["GET", "HEAD"],
        requestHeaders: ["accept", "authorization", "user-agent", "if-none-match", "if-modified-since"],
        retry: "connect",
        keyIn: [{ in: "path", name: "key" }],
      },
      {
        // Referer and Origin stay here: to a same-origin address the browser sends the whole URL, the vendor would see the origin.
        kind: "collect",
        path: "/v1/:type+",
        host: "events",
        methods: ["POST"],
        requestHeaders: [
          "accept",
          "accept-language",
          "authorization",
          "content-encoding",
          "content-type",
          "user-agent",
        ],
        retry: "keyed", // messageId
        // The server libraries and the mobile SDKs send Basic, the browser SDK a field of the body, a batch one for all of it.
        keyIn: [{ in: "authorization" }, { in: "body", name: "writeKey" }],
      },
      { kind: "withdraw", path: "/consent/withdraw" },
      { kind: "grant", path: "/consent/grant" },
    ],
  };
}
