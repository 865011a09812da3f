import type { SITES } from "./sites.ts";
import type { Trait } from "./target.ts";

/** One rule of the table, as data: what the client sends, what the vendor answers, and what each side must then have seen. */
export interface ParityCase {
  /** The rule, as a sentence. */
  readonly name: string;
  /** The incident, RFC or platform quirk that it pins. */
  readonly why?: string;
  /** Which of the configs in sites.ts serves it. Default: `shop`. */
  readonly site?: SiteName;
  readonly send: Sent;
  /** What the vendor plays, one reply for each request, the last one again and again. `null`: it must not be reached. */
  readonly vendor: VendorReply | readonly VendorReply[] | null;
  /** Sends an event before, so that the connection to the vendor is one that was used: only there do some clients send again by themselves. */
  readonly onUsedConnection?: boolean;
  /** What the vendor must have received, at its last request. Cookies are always compared: none unless named. */
  readonly received?: Received;
  /**
   * What the client must get. Set-Cookie is always compared: none unless named. `null`: it has left. `broken off`: a connection that ends
   * before the answer does, or 502, and never an answer that looks whole.
   */
  readonly answer: Expected | "broken off" | null;
  /**
   * Where the rule is known not to hold, by trait or by the name of one target, with the reason: run as an expected failure, so that a
   * closed gap is noticed.
   */
  readonly gaps?: Readonly<Partial<Record<Trait | TargetName, string | Gap>>>;
}

/** A gap that says what holds in the rule's place: that is run, and has to hold. */
export interface Gap {
  readonly why: string;
  readonly instead: Partial<Pick<ParityCase, "answer" | "vendor" | "received">>;
}

/** A column of the table; test/unit/parity-table.test.ts holds that a gap names one that there is. */
export type TargetName = string;
export type SiteName = (typeof SITES)[number];

/** A header's value; `null`: it must be absent. */
export type Headers = Readonly<Record<string, string | null>>;

export interface Sent {
  /** Default GET. */
  readonly method?: string;
  /** Path and query, as they go onto the wire. */
  readonly path: string;
  /** Beside `host: www.shop.example`; `null` takes a header away. */
  readonly headers?: Headers;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** Send the body in chunks, without a Content-Length. */
  readonly isChunked?: boolean;
  /** The address that the platform vouches for. Default 127.0.0.1; a real socket comes from there, so keep to loopback. */
  readonly clientIp?: string;
  /** Aborts when the client leaves without waiting for the answer: once the vendor was asked, in a case whose `answer` is null. */
  readonly signal?: AbortSignal;
}

/** Past every deadline, and past every halt of a busy machine: a process that wakes takes what has come in before it looks at its timers. */
export const TOO_LATE_MS = 60_000;

export interface VendorReply {
  readonly status?: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly delayMs?: number;
  /** Headers first, and the body so much later. */
  readonly bodyDelayMs?: number;
  /** Close the connection in place of an answer. */
  readonly breaksOff?: boolean;
  /** Close the connection after the body that is given, whatever length was announced. */
  readonly truncates?: boolean;
}

export interface Received {
  readonly times?: number;
  readonly method?: string;
  /** Path and query. */
  readonly url?: string;
  readonly headers?: Headers;
  readonly cookie?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface Expected {
  /** Of several, any. */
  readonly status: number | readonly number[];
  readonly headers?: Headers;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** The body of a good answer, as a client reads it that decodes what the headers say. Of several, any. */
  readonly decoded?: string | readonly string[];
  /** `code` of a failure. */
  readonly code?: string;
  readonly setCookies?: readonly string[];
}
