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
  /** The only keys (write keys, project tokens) that pass. Default: any. */
  readonly keys?: readonly string[] | undefined;
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

export type Route<Host extends string = string> = RelayRoute<Host> | ServiceRoute;

/** A route to one of the vendor's hosts. Everything that may cross is named; what is not named does not cross. */
export interface RelayRoute<Host extends string = string> {
  /** `script`: public code; `settings`: an answer that the SDK reads; `collect`: events, never cached. */
  readonly kind: "script" | "settings" | "collect";
  /** itty-router pattern below the vendor's path: `/v1/:path+`. */
  readonly path: string;
  readonly host: Host;
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
  /** Where a request says whose data it is. Each that is there has to be among the vendor's `keys`, and one has to be there. */
  readonly keyIn?: readonly KeyPlace[] | undefined;
}

export interface Acknowledgement {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
}

/**
 * `path`: the `:name` of the route's path. `authorization`: the user of Basic, or the Bearer token. `body`: a field of the JSON body, which is
 * looked into for it.
 */
export type KeyPlace =
  | { readonly in: "path" | "query" | "body"; readonly name: string }
  | { readonly in: "authorization" };

/** A route that is answered here, with no request to the vendor. */
export interface ServiceRoute {
  readonly kind: "renew" | "clear" | "restore-script" | "withdraw" | "grant";
  readonly path: string;
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
}

export type IdentityGroup = readonly CookiePair[];
