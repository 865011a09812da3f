import { type FailurePlace, FirstPartyError } from "./errors.ts";
import type { ClientRequest } from "./types.ts";

/** The cookies of one request, as raw octets: nothing is decoded, so nothing can come back changed. */
export interface RequestCookies {
  /** The value of the first cookie of this name; browsers send the more specific and the older one first (RFC 6265 5.4). */
  get(name: string): string | undefined;
  /** Whether the header holds the name more than once: a host-only cookie beside one with a Domain. */
  isDoubled(name: string): boolean;
  /** The values of all cookies of this name, in order of appearance. */
  all(name: string): readonly string[];
  /** In order of appearance, each once. */
  readonly names: readonly string[];
}

/** The cookies that a request brings. Throws `headers_too_large` where their header has more than `maxBytes`, before any of it is read. */
export function cookiesOf(request: ClientRequest, maxBytes: number, place: FailurePlace): RequestCookies {
  const header = request.header("cookie");
  if (header !== null && header.length > maxBytes) throw new FirstPartyError("headers_too_large", place);
  return parseCookieHeader(header);
}

/** Parses a Cookie header. Never throws: a part without `=` or without a name is nobody's cookie. */
export function parseCookieHeader(header: string | null): RequestCookies {
  const first = new Map<string, string>();
  let more: Map<string, string[]> | undefined;
  for (const part of header === null ? [] : header.split(";")) {
    const equals = part.indexOf("=");
    if (equals < 1) continue;
    const name = trimOws(part.slice(0, equals));
    if (name === "") continue;
    if (first.has(name)) more = addTo(more, name, first.get(name) ?? "", trimOws(part.slice(equals + 1)));
    else first.set(name, trimOws(part.slice(equals + 1)));
  }
  return {
    get: (name) => first.get(name),
    isDoubled: (name) => more !== undefined && more.has(name),
    all(name) {
      const value = first.get(name);
      return more?.get(name) ?? (value === undefined ? [] : [value]);
    },
    // Asked for by names with `*` only.
    get names() {
      return [...first.keys()];
    },
  };
}

function addTo(more = new Map<string, string[]>(), name: string, first: string, value: string): Map<string, string[]> {
  const values = more.get(name);
  if (values === undefined) more.set(name, [first, value]);
  else values.push(value);
  return more;
}

/** Space and tab only: `trim()` would take a no-break space, which is the last octet of many a UTF-8 value. */
function trimOws(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isOws(text.charCodeAt(start))) start++;
  while (end > start && isOws(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isOws(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** cookie-octet of RFC 6265 4.1.1: what can stand in a Set-Cookie without becoming an attribute or another cookie. */
const COOKIE_OCTETS = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;
/** What browsers take of one name and value together (RFC 6265bis 5.6). */
const MAX_PAIR_BYTES = 4_096;

/** Whether the value can be written back byte for byte. One that cannot is left alone, never repaired. */
export function isWritable(name: string, value: string): boolean {
  return name.length + value.length <= MAX_PAIR_BYTES && COOKIE_OCTETS.test(value);
}
