/**
 * The public contract: what a config holds, what a vendor is, and what a platform has to bring.
 * Declarations only; every other file of core imports from here and adapters import nothing else.
 */
import type { FirstPartyError } from "./errors.ts";

/** What `createFirstParty` takes. `defineConfig` types it where it is written. */
export interface Config {
  /** The vendors served; each has a path of its own. At least one. */
  readonly vendors: readonly Vendor[];
  /**
   * The registrable domains whose visitors are served, for example `["example.com", "example.de"]`.
   * A cookie's Domain is the entry that the public host equals or is a sub-domain of, never anything
   * that the caller says. `[]`, written on purpose, makes every cookie host-only.
   */
  readonly cookieDomains: readonly string[];
  /**
   * The host in the visitor's address bar, where the platform's Host header is another one
   * (CloudFront in front of Lambda, a rewrite to a second project). Default: the Host header.
   * No forwarding header is ever read in its place: a caller could write one.
   */
  readonly publicHost?: string | undefined;
  /**
   * How many proxies of your own stand in front and append to `X-Forwarded-For` (a CDN, nginx): the visitor's address is that many
   * entries before the one that the platform vouches for. Default 0: what the platform vouches for is the visitor's. A caller who can
   * go around those proxies can choose his address.
   */
  readonly trustedHops?: number | undefined;
  /**
   * Name of a request header in which the CDN in front always writes the visitor's address itself, for example
   * `cloudfront-viewer-address`, `cf-connecting-ip`. In place of `trustedHops`, where the platform cuts or replaces `X-Forwarded-For`
   * (Function URLs, Vercel). A request without it came another way, and counts as the platform has it. Default: none.
   */
  readonly clientIpHeader?: string | undefined;
  /** Exact origins beside the site's own that may call and read, for example `["https://shop.example.org"]`. Default: none. */
  readonly allowOrigins?: readonly string[] | undefined;
  readonly cookie?:
    | {
        /** Days that a cookie set here lives from its last renewal. Default 400, the cap of browsers (RFC 6265bis 5.5). */
        readonly maxAgeDays?: number | undefined;
      }
    | undefined;
  readonly limits?:
    | {
        /** Bytes of a request body, where the route names no limit of its own; more is answered 413. Default 1 MiB. */
        readonly bodyBytes?: number | undefined;
        /** Bytes (names and values) of one identity group; a larger one is not mirrored, since doubled cookies end in 431. Default 2,048. */
        readonly groupBytes?: number | undefined;
      }
    | undefined;
  readonly timeouts?:
    | {
        /** Milliseconds to a vendor's first byte, per try; later is answered 504. Default 10,000. */
        readonly headersMs?: number | undefined;
        /** Milliseconds after the first try in which a new try may start. 0: no retries. Default 5,000. */
        readonly retryMs?: number | undefined;
      }
    | undefined;
  /** Told of every request that was refused or failed. Holds no cookie, body or query; `cause` is the runtime's own error. */
  readonly onError?: ((error: FirstPartyError) => void) | undefined;
}

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
}

/** A route that is answered here, with no request to the vendor. */
export interface ServiceRoute {
  readonly kind: "renew" | "clear" | "restore-script";
  readonly path: string;
}

/** A cookie that the SDK writes by script, and its twin that only the server writes and reads. */
export interface CookiePair {
  readonly browser: string;
  readonly server: string;
}

export type IdentityGroup = readonly CookiePair[];

/** Web-standard entry: resolves for every input and never rejects. */
export type FetchHandler = (request: Request, context?: PlatformContext) => Promise<Response>;

/** What `createFirstParty` returns: a FetchHandler that also takes requests which are no Fetch `Request`. */
export interface FirstParty {
  (request: Request, context?: PlatformContext): Promise<Response>;
  /** The same handler for platforms whose requests are not Fetch's (Node): around half the CPU time there. Never rejects. */
  readonly answer: (request: ClientRequest, context?: PlatformContext) => Promise<Answer>;
  /** Milliseconds that an answer may take to start: what a platform's idle time-out has to exceed. */
  readonly patienceMs: number;
}

/** What a platform knows and a Request cannot say. */
export interface PlatformContext {
  /** The client's address as vouched for by the platform; core never takes one from a header. */
  readonly clientIp?: string | undefined;
  /**
   * What the platform does with `X-Forwarded-For`. `kept`: its last entry is by whoever asked this server; `appended`: its last entry is
   * `clientIp`. Absent: it cannot be counted on, and `trustedHops` finds no address.
   */
  readonly forwardedFor?: "kept" | "appended" | undefined;
  /**
   * Bytes. Every answer is read to its end before its first byte leaves, in as long again as its first byte may take; a larger one is 502
   * `upstream_too_large`. For platforms that take whole answers only, and for those that cannot break one off, where a client would take
   * half a script for a whole one or wait for the rest. Default: what is large is handed on as it comes.
   */
  readonly readWhole?: number | undefined;
  /** Keeps a serverless instance alive until the promise settles. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** The platform's way to a vendor. Default: global `fetch`. */
  readonly fetch?: Transport | undefined;
}

/** The part of a client's request that core reads. */
export interface ClientRequest {
  readonly method: string;
  /** As the platform has it: path and query, or an absolute URL. */
  readonly url: string;
  /** The Host header; null where the client sent none. */
  readonly host: string | null;
  /** Whether the platform itself took this request over TLS. */
  readonly secure: boolean;
  /** A header's value by lower-case name, several joined as the platform joins them; null when absent. */
  header(name: string): string | null;
  /** Whether something in front of us has read the body already, so that its bytes are gone. */
  readonly bodyUsed?: boolean | undefined;
  /** The body, or null once it exceeds `limit` bytes. Rejects where the client goes away before its end. Called once at most. */
  readBody(limit: number): Promise<Bytes | null>;
  /** Aborts when the client goes away. */
  readonly signal?: AbortSignal | undefined;
}

/** A body held whole. An ArrayBuffer is handed on as one: a view of it would cost Bun a copy at either end. */
export type Bytes = Uint8Array<ArrayBuffer> | ArrayBuffer;

/** The response in a form that costs nothing to hand to any platform. */
export interface Answer {
  readonly status: number;
  /** By lower-case name, without Set-Cookie. */
  readonly headers: Readonly<Record<string, string>>;
  /** Set-Cookie values: the one header that cannot be joined. */
  readonly setCookies: readonly string[];
  /** `UpstreamBody` is the transport's own stream, untouched. */
  readonly body: string | Bytes | UpstreamBody | null;
}

/** One request to a vendor. Redirects are not followed. Resolves with any status, rejects where no answer came. */
export interface Transport {
  (url: string, request: UpstreamRequest): Promise<UpstreamResponse>;
  /**
   * What it does with an encoded body. `pass`: hands the encoded bytes on, whatever was accepted; `identity`: hands them on
   * when `Accept-Encoding` is exactly `identity`; `decoded`: decodes and keeps the labels, as the Fetch standard has it.
   */
  readonly encoding: "pass" | "identity" | "decoded";
}

export interface UpstreamRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes | null;
  readonly signal: AbortSignal;
}

/** A Fetch `Response` is one. */
export interface UpstreamResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null; getSetCookie(): string[] };
  readonly body: UpstreamBody | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A stream that only its own platform can read; core can let it go. */
export interface UpstreamBody {
  cancel(): Promise<void>;
}
