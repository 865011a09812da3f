import { addressesOf } from "./addresses.ts";

/** What both forms of Segment's snippet are made of. */
export interface SegmentSnippet {
  readonly writeKey: string;
  /** Where the vendor is served on the site's own domain. Default `/sg`. */
  readonly path?: string | undefined;
  /** The SDK's file, as a whole path: an alias. Default: that of the write key, under the vendor's own name for it. */
  readonly file?: string | undefined;
  /** The whole path of what brings cookies back before the SDK reads them. Default `/restore.js` below `path`. */
  readonly restorePath?: string | undefined;
  /** The SDK's global. Default `analytics`. */
  readonly globalName?: string | undefined;
  /** Where the service is another host than the page's (`t.example.com`). Default: the page's own, whatever it is. */
  readonly host?: string | undefined;
  /** Domain of the reset marker, the same as the twins have; of several the one that covers the page. Default: host-only. */
  readonly cookieDomain?: string | readonly string[] | undefined;
  /** For controls: what to leave out, to see what it is good for. */
  readonly without?: readonly ("chunk address" | "restore" | "reset marker")[] | undefined;
}

/** Of one group: while one of them is there, none is restored. */
export const IDENTITY = ["ajs_anonymous_id", "ajs_user_id"];

/** What `reset()` of the SDK takes away. */
export const KNOWN_BY = [...IDENTITY, "ajs_user_traits", "ajs_group_id", "ajs_group_properties"];

export const WHY_MARK = "// The SDK tells nobody of it: this makes a log-out stay one.";
export const WHY_FORGET = "// A navigation loses what still waits for the SDK: who was known is forgotten at once.";
export const WHY_AGAIN =
  "// And again where he leaves before the SDK has started: cookies may have been on their way back.";

/** The SDK's options, as fields of an object. */
export function loadOptions({ path = "/sg", host }: SegmentSnippet): string {
  const { host: apiHost, protocol } = addressesOf(`${path}/v1`, host);
  return [
    "integrations: {",
    '  "Segment.io": {',
    `    apiHost: ${apiHost}, // no scheme`,
    ...(protocol === undefined ? [] : [`    protocol: ${protocol},`]),
    // Without cookies the service could not keep the twins.
    ...(host === undefined ? [] : ['    deliveryStrategy: { config: { credentials: "include" } },']),
    "  },",
    "},",
  ].join("\n");
}

/** The SDK's file under the vendor's own name for it, below the vendor's path. */
export function fileOf(writeKey: string): string {
  return `/analytics.js/v1/${encodeURIComponent(writeKey.replace(/\p{Surrogate}/gu, "\ufffd"))}/analytics.min.js`;
}
