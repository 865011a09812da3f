import { FirstPartyError } from "./errors.ts";

/**
 * Forms of a path that two servers read in two ways: encoded slash, backslash, dot, NUL or percent sign, a dot segment, a double
 * slash, a backslash, a fragment, an octet that RFC 3986 has no place for. Refused, never repaired. The query is not judged.
 */
const AMBIGUOUS = /%(?:2f|5c|2e|00|25)|\/\/|\\|\/\.{1,2}(?:[/;]|$)|[^\x21-\x7e]/i;

/** Path and query (with its `?`, or "") as sent. Throws `url_too_long`, and `bad_path` on a path that could mean two things. */
export function splitUrl(url: string, maxBytes: number): { path: string; search: string } {
  const start = url.startsWith("/") ? 0 : pathStart(url);
  // Before anything looks at what is in it.
  if (url.length - start > maxBytes) throw new FirstPartyError("url_too_long");
  const question = url.indexOf("?", start);
  const path = question < 0 ? url.slice(start) : url.slice(start, question);
  if (start < 0 || AMBIGUOUS.test(path) || url.includes("#")) throw new FirstPartyError("bad_path");
  return { path, search: question < 0 ? "" : url.slice(question) };
}

/** Where the path of an absolute URL begins; -1 for what is neither (`*`). The authority is not looked at: Host decides. */
function pathStart(url: string): number {
  const scheme = url.indexOf("://");
  // `http://a?x=/ht/renew` has no path: the slash that comes first must come before the query.
  const slash = scheme < 0 ? -1 : url.indexOf("/", scheme + 3);
  return url.slice(0, Math.max(slash, 0)).includes("?") ? -1 : slash;
}
