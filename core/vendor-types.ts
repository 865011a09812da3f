/** What a vendor is: data, no code. Declarations only; import them from types.ts. */

/** A vendor as plain, serialisable data: what may pass, where to, and which cookies are its identity. */
export interface Vendor<Host extends string = string> {
  /** Lower-case word: names the vendor in logs and in its reset marker, `fp_reset_<id>`. */
  readonly id: string;
  /** First path segment(s) on the customer's domain, for example `/ht`. */
  readonly path: string;
  /** The vendor's own page on this contract. */
  readonly docs: string;
  /** Name to base URL: allow-list, region switch, self-host switch and test seam in one. */
  readonly hosts: Readonly<Record<Host, string>>;
  /** In order of precedence: the first whose path matches is the one. */
  readonly routes: readonly Route<Host>[];
  /** Cookies that live and die together, a group each. A name may hold one `*`: each match is a group of its own, five at most. */
  readonly identity?: readonly IdentityGroup[] | undefined;
  /** Further cookies that its SDK writes by script, a group or a session: they have no twins, and go when the identity is taken away. */
  readonly scriptCookies?: readonly string[] | undefined;
  /** Cookies (one `*` each) by which the vendor's own SDK keeps an opt-out: counts as denied. Without `value`, whatever it holds. */
  readonly optOut?: readonly { readonly cookie: string; readonly value?: string | undefined }[] | undefined;
  /** Where its events name a person. Without it nothing can be stripped, and "strip" refuses events. */
  readonly event?: EventShape | undefined;
  /** The only keys (write keys, project tokens) that pass; under a key's name, the only domains on whose hosts it does. Default: any. */
  readonly keys?: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined;
  /** The SDK's global in the page, where it is another than the vendor's own: for the snippet. */
  readonly globalName?: string | undefined;
  /** Hosts that its SDK asks past this service, whatever the snippet says: told wherever a site has to know. */
  readonly elsewhere?: readonly Elsewhere[] | undefined;
}

/** A host that the SDK asks past this service. */
export interface Elsewhere {
  readonly host: string;
  /** What for, and what stops it. */
  readonly why: string;
  /** Whether only the SDK that the vendor serves as a file asks it, and the npm package never. Default false. */
  readonly isFilesOnly?: boolean | undefined;
}

/** Where an event names a person: JSON fields, dotted below objects. */
export interface EventShape {
  /** The field that holds several events, where a body has several. */
  readonly batch?: string | undefined;
  /** Fields that are taken out. */
  readonly personal: readonly string[];
  /** A field that the vendor requires, and the field of the same event that it is filled from: no two events are then one person's. */
  readonly unlinked?: { readonly field: string; readonly from: string } | undefined;
  /**
   * Events that are about a person and nothing else: dropped. Which they are is said by this field's values, of an event that is sent
   * alone also by the end of its path, in any case.
   */
  readonly aboutPerson?: { readonly field: string; readonly values: readonly string[] } | undefined;
}

export type Route<Host extends string = string> = RelayRoute<Host> | ServiceRoute | WorkerRoute;

/** A route to one of the vendor's hosts. Everything that may cross is named; what is not named does not cross. */
export interface RelayRoute<Host extends string = string> {
  /** `script`: public code; `settings`: an answer that the SDK reads; `collect`: events, never cached. */
  readonly kind: "script" | "settings" | "collect";
  /** itty-router pattern below the vendor's path: `/v1/:path+`. */
  readonly path: string;
  readonly host: Host;
  /** The path at the vendor, where it is another than here; the query goes up as sent. Only for a `path` without `:name`. */
  readonly to?: string | undefined;
  readonly methods: readonly string[];
  /** Request headers that go up as sent. Host, Cookie, Content-Length and X-Forwarded-For have rules of their own. */
  readonly requestHeaders: readonly string[];
  /** Names (one `*` each) of the visitor's cookies that go up. Default: none. */
  readonly cookiesUp?: readonly string[] | undefined;
  /** Names (one `*` each) of the vendor's Set-Cookie that come back, with Domain and Secure made the site's. Default: none. */
  readonly cookiesDown?: readonly string[] | undefined;
  /** Overrides `limits.bodyBytes`. */
  readonly bodyBytes?: number | undefined;
  /**
   * `keyed`: its events carry an idempotency key, so every failure that may pass is tried again with the same bytes;
   * `connect`: again only when nothing was sent; `never`: the SDK does it better, or a second copy would count twice.
   */
  readonly retry: "never" | "connect" | "keyed";
  /** What its SDK takes for delivered, where an event is dropped on purpose. Default 200 `{"dropped":true,"by":"consent"}`, or `"disabled"`. */
  readonly acknowledgement?: Acknowledgement | undefined;
  /**
   * Where a request says whose data it is. Each that is there has to be among the vendor's `keys`, and one has to be there. `[]`: its
   * requests name no source, and pass with any. Default: it is not known, and a route of events or of bodies cannot be held to `keys`.
   */
  readonly keyIn?: readonly KeyPlace[] | undefined;
  /**
   * Whether a request passes that has no key in any place of `keyIn`: where it is not known that all have one. A foreign one never does.
   * Default false.
   */
  readonly mayLackKey?: boolean | undefined;
  /**
   * What its answers do to the identity, for SDKs that call no renew. `renew`: mirror, or else restore, only on what the SDK waits for
   * before it reads its cookies: a later answer brings back whom a log-out has taken away since. `mirror`: never restore, and write only
   * what has changed. Default: nothing.
   */
  readonly identity?: "renew" | "mirror" | undefined;
  /**
   * Where a request may say itself whom it is about. Where it does, no twin of somebody else goes up beside it, and nothing is restored
   * over it. Default: nowhere.
   */
  readonly personIn?: readonly PersonPlace[] | undefined;
  /** Fields of a JSON answer that name the vendor's hosts, and come back with the site's own. */
  readonly rewrite?: readonly FieldRewrite[] | undefined;
  /**
   * Whether HTML may come back: a page of the vendor's on the site's own origin, which can do there what the site's own pages can. Framed by
   * the site only; no cookie goes either way. Default false.
   */
  readonly mayBeDocument?: boolean | undefined;
}

/** A JSON field that is made to name this service. */
export interface FieldRewrite {
  /** Names from the top down; `*` is every element of a list. Set also where the last one is absent, not where one above it is. */
  readonly at: readonly string[];
  /** `host`: host and path, as SDKs take an address without a scheme; `url`: with the scheme. */
  readonly as: "host" | "url";
  /** Below the vendor's path, what the field becomes: `/v1`. Either this or `from`. */
  readonly path?: string | undefined;
  /** Base URLs: a value below one of them keeps the rest of its path; another value stays. */
  readonly from?: readonly string[] | undefined;
}

export interface Acknowledgement {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
  /** Whether `body` is base64 of the bytes: an image. Default false. */
  readonly isBase64?: boolean | undefined;
}

/**
 * `path`: the `:name` of the route's path. `authorization`: the user of Basic, or the Bearer token; with `scheme`, a token is no key, and the
 * request has it elsewhere. `body`: a field of the JSON body, which is looked into for it: of the body itself, of each event in it, and of an
 * event's object `below`. `query` with `field`: the parameter is base64 of JSON, of either alphabet, and that field of it is meant. `route`:
 * the route itself is for this key.
 */
export type KeyPlace =
  | { readonly in: "path"; readonly name: string }
  | { readonly in: "body"; readonly name: string; readonly below?: string | undefined }
  | { readonly in: "query"; readonly name: string; readonly field?: string | undefined }
  | { readonly in: "authorization"; readonly scheme?: "basic" | undefined }
  | { readonly in: "route"; readonly key: string };

/**
 * `path`: the `:name` of the route's path, but for the words in `nobody`; the first of them takes its place where consent strips. `body`:
 * every field of that name in the JSON body, however deep; not where `identity` is `renew`.
 */
export type PersonPlace =
  | { readonly in: "path"; readonly name: string; readonly nobody: readonly string[] }
  | { readonly in: "query"; readonly name: string }
  | { readonly in: "body"; readonly name: string };

/** A route of the cookie service, which is answered here, with no request to the vendor. */
export interface ServiceRoute {
  readonly kind: "renew" | "clear" | "restore-script" | "withdraw" | "grant";
  readonly path: string;
}

/** A service worker for the whole site, made here: it imports scripts by other routes of the vendor. */
export interface WorkerRoute {
  readonly kind: "service-worker";
  readonly path: string;
  /** Paths below the vendor's own: `/js/service-worker.min.js`. */
  readonly imports: readonly string[];
}

/** A cookie that the SDK writes by script, and its twin that only the server writes and reads. */
export interface CookiePair {
  readonly browser: string;
  readonly server: string;
  /**
   * Regular expression for the whole value, only where the SDK fixes its form: another value is left alone, and so is its twin. It tells
   * noise from an id, not one person's id from another's. Default: any; ids that a site may choose are free text.
   */
  readonly shape?: string | undefined;
  /**
   * Regular expression for the Domain that the SDK gives its cookie: what it finds in the page's host, and host-only where it finds nothing.
   * Brought back with another, the cookie would lie beside the SDK's own. Default: the entry of `cookieDomains`, or else the host.
   */
  readonly domain?: string | undefined;
  /** The key that the twin belongs to: where that may not pass, there is no twin. Default: none. */
  readonly key?: string | undefined;
}

export type IdentityGroup = readonly CookiePair[];
