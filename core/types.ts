/**
 * The public contract: what a config holds, what a vendor is, and what a platform has to bring.
 * Declarations only; every other file of core imports from here and adapters import nothing else.
 */
import type { Consent, Geo } from "./consent/consent-types.ts";
import type { FirstPartyError } from "./errors.ts";
import type { Vendor } from "./vendor-types.ts";

export type * from "./vendor-types.ts";

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
  /**
   * Refuses what has not come by way of the CDN or proxy in front (403 `not_through_edge`), where the platform's own address is public: a
   * Lambda behind CloudFront, a second project. What stands in front writes one of `secrets` into `header` (default `x-origin-verify`) on
   * every request; several, while one is replaced. Each has 16 to 256 visible ASCII characters. It never goes up. Default: nobody has to prove it.
   */
  readonly originVerify?: { readonly header?: string | undefined; readonly secrets: readonly string[] } | undefined;
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
        /** Bytes (names and values) of one identity group; a larger one is not mirrored, since doubled cookies end in 431; nor are more than four times as many of one vendor. Default 2,048. */
        readonly groupBytes?: number | undefined;
        /** Bytes of path and query; more is answered 414. Default 16,384. */
        readonly urlBytes?: number | undefined;
        /** Bytes of the Cookie header where it is read, and of all that goes up of the others; more is answered 431. Default 16,384. */
        readonly headerBytes?: number | undefined;
        /** Exchanges with one upstream host that this handler may have under way at once, its vendors and routes together; more are answered 503. Default 5,000. */
        readonly inFlight?: number | undefined;
      }
    | undefined;
  readonly timeouts?:
    | {
        /** Milliseconds to a vendor's first byte, per try; later is answered 504. Default 10,000. */
        readonly headersMs?: number | undefined;
        /** Milliseconds after the first try in which a new try may start. 0: no retries. Default 5,000. */
        readonly retryMs?: number | undefined;
        /** Milliseconds that a client may take to send a body; longer is answered 408. Default 60,000. */
        readonly bodyMs?: number | undefined;
      }
    | undefined;
  /** What the visitor has agreed to. Default: granted, but for a withdrawal (`POST <path>/consent/withdraw`) and a vendor's own opt-out. */
  readonly consent?: Consent | undefined;
  readonly privacy?: Privacy | undefined;
  readonly rateLimit?:
    | {
        /** Of renew with restore.js, and as much again of clear. Default 10 a second, 300 at once where the platform has no limit of its own (Bun, Deno, Node); else none. */
        readonly identity?: Rate | false | undefined;
        /** Of events. Default false: the Hightouch SDK loses an event on any HTTP error. */
        readonly collect?: Rate | false | undefined;
      }
    | undefined;
  /**
   * The kill switch: true, or the ids of vendors. Nothing goes to them: events are acknowledged and dropped, files and settings are
   * 503, renew does nothing; clear and withdraw still work. Default false.
   */
  readonly disabled?: boolean | readonly string[] | undefined;
  /** Told of every request that was refused or failed. Holds no cookie, body or query; `cause` is the runtime's own error, or what a function of `consent` threw. */
  readonly onError?: ((error: FirstPartyError) => void) | undefined;
}

/** What of a visitor goes up to vendors; each costs the vendor what it would have read there. */
export interface Privacy {
  /** `anonymise`: IPv4 without its last octet, IPv6 as its first 48 bits. `drop`: none. Default `forward`. */
  readonly clientAddress?: "forward" | "anonymise" | "drop" | undefined;
  /** `coarsen`: User-Agent with major versions and without device models, and of the client hints the three of low entropy. Default `forward`. */
  readonly userAgent?: "forward" | "coarsen" | undefined;
  /** Names of query parameters that do not go up, in the request's URL and in a Referer. Default: none. */
  readonly stripQuery?: readonly string[] | undefined;
  /** Of a Referer that a route lets up. Default `forward`. */
  readonly referer?: "forward" | "origin" | "drop" | undefined;
  /** Request headers to tell vendors in where the visitor is, by what is told: `{ country: "x-geo-country" }`. Default: nothing is told. */
  readonly geo?: Partial<Record<keyof Geo, string>> | undefined;
}

/** A token bucket for each client address, of IPv6 for each /64. Addresses that may be a proxy's do not count. */
export interface Rate {
  /** Tokens that come back in a second. */
  readonly perSecond: number;
  /** Tokens that there are at most. */
  readonly burst: number;
}

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
  /** Whether the process lives on from request to request and nothing in front limits callers: `rateLimit.identity` then has its default. */
  readonly isLongLived?: boolean | undefined;
  /** Where the platform says that the visitor is. Read only where it is asked for. */
  readonly geo?: Geo | undefined;
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
  /**
   * The body, or null once it exceeds `limit` bytes. Rejects where the client goes away before its end, and need not end where
   * `timeouts.bodyMs` is over: the answer, 408, says `Connection: close`. Called once at most.
   */
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
