/** One attack on the own servers, as data: the bytes that an attacker writes, and what must hold on both sides afterwards. */
export interface Attack {
  readonly name: string;
  /** The incident, CVE or RFC behind it. */
  readonly why: string;
  /** What goes onto one connection, at once. `latin1` where it is text. */
  readonly send: string | Buffer;
  /** Sent as soon as an answer has begun. */
  readonly thenSend?: string;
  /** What the vendor says in place of `{}`, raw; only to paths that hold `attack`. */
  readonly vendorSays?: string | Buffer;
  /** The vendor closes the connection behind it. */
  readonly vendorCloses?: boolean;
  /** Requests that may reach the vendor, and their bodies: exactly these, in this order. Default: none. */
  readonly reaches?: readonly string[];
  /** The statuses that came back, in their order and with a space between: default 4xx, or an end without a word. */
  readonly answers?: RegExp;
  /** Where a runtime's own parser takes it otherwise, before any code of ours; `reaches` and `answers` that hold there. */
  readonly on?: Readonly<Partial<Record<"node" | "bun" | "deno", Pick<Attack, "reaches" | "answers">>>>;
  /** Set-Cookie values that come back. Default: none. */
  readonly setCookies?: readonly string[];
  /** What no answer may hold, beside what none ever may. */
  readonly never?: RegExp;
  /** A 2xx with a body that was not sent whole must not look whole. */
  readonly breaksOff?: boolean;
}

export const HOST = "Host: www.shop.example\r\n";
/** Start of an event, to be followed by more headers. */
export const EVENT = `POST /ht/v1/track HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
export const RENEW = `POST /ht/renew HTTP/1.1\r\n${HOST}Cookie: htjs_user_id=u\r\n`;
/** What renew answers to those cookies. */
export const RENEWED =
  "htjs_user_id_srvr=u; Path=/; Max-Age=34560000; SameSite=Lax; Secure; Domain=shop.example; HttpOnly";
/** A second request, inside the first; whoever carries it out was fooled. */
export const SMUGGLED = `POST /ht/v1/smuggled HTTP/1.1\r\n${HOST}Content-Length: 2\r\n\r\n{}`;
/** Of one request, or none. */
export const REFUSED = /^(?:4\d\d)?$/;
