import { FirstPartyError } from "./errors.ts";

/**
 * Forms of a path that two servers read in two ways: encoded slash, backslash, dot, NUL or percent sign, half an escape (`%%32e` is
 * `%2e` once it is decoded), a dot segment, a double slash, a backslash, an octet that RFC 3986 has no place for. Refused, never
 * repaired. The query is not judged.
 */
const AMBIGUOUS = /%(?:2f|5c|2e|00|25|(?![\da-f]{2}))|\/\/|\\|\/\.{1,2}(?:[/;]|$)|[^\x21-\x7e]/i;

/** What no request line holds, in the query neither: controls, spaces, a fragment. */
// oxlint-disable-next-line no-control-regex
const UNSENDABLE = /[\0- \x7f#]/;

/**
 * In front of the path of an absolute URL; what is neither (`*`, `http://a?x=/ht/renew`) has no path. The authority is not looked at:
 * Host decides.
 */
const AUTHORITY = /^https?:\/\/[^/?]*(?=\/)/i;

/** Path and query (with its `?`, or "") as sent. Throws `url_too_long`, and `bad_path` on a path that could mean two things. */
export function splitUrl(url: string, maxBytes: number): { path: string; search: string } {
  const start = url.startsWith("/") ? 0 : (AUTHORITY.exec(url)?.[0].length ?? -1);
  // Before anything looks at what is in it.
  if (url.length - start > maxBytes) throw new FirstPartyError("url_too_long");
  const question = url.indexOf("?", start);
  const path = question < 0 ? url.slice(start) : url.slice(start, question);
  if (start < 0 || AMBIGUOUS.test(path) || UNSENDABLE.test(url)) throw new FirstPartyError("bad_path");
  return { path, search: question < 0 ? "" : url.slice(question) };
}
