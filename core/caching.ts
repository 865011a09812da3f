import type { Answer, ClientRequest } from "./types.ts";

const LIFETIME_HEADERS = ["expires", "age"] as const;
/** By which a cache holds an answer for fresh, or asks whether it still is. */
export const FRESHNESS_HEADERS = ["etag", "last-modified", ...LIFETIME_HEADERS] as const;

/** CloudFront names itself in every request that it passes on. */
const CLOUDFRONT = /\bcloudfront\b/i;

/**
 * Makes an answer one visitor's own, and is the last to touch it: nothing that was said before lets a cache keep it. `Vary: Cookie` is
 * for shared caches that keep it all the same, as those with a minimum lifetime do: kept by its cookies it meets nobody else.
 * `mayBeKept`: his own browser may keep it where it was not `no-store` before, and asks each time whether it is still the same.
 */
export function personal(answer: Answer, request: ClientRequest, mayBeKept: boolean): Answer {
  const headers: Record<string, string> = { ...answer.headers };
  const isKept = mayBeKept && !/no-store/i.test(headers["cache-control"] ?? "");
  setPrivate(headers);
  if (!isKept) {
    for (const name of FRESHNESS_HEADERS) delete headers[name];
    headers["cache-control"] = "private, no-store";
  }
  // Its key is its cache policy's, whatever Vary says. A POST it never keeps; cookies of a GET it leaves out where it is told so
  // (its guide's page on cookies, 2026-11-22).
  if (request.method !== "POST" && CLOUDFRONT.test(request.header("via") ?? "")) {
    headers["cache-control"] += ', no-cache="Set-Cookie"';
  }
  headers["vary"] = varyByCookie(headers["vary"]);
  return { ...answer, headers };
}

/** For the browser alone, which asks each time whether it is still the same. */
export function setPrivate(headers: Record<string, string>): void {
  for (const name of LIFETIME_HEADERS) delete headers[name];
  headers["cache-control"] = "private, no-cache";
}

const VARIES_BY_COOKIE = /(?:^|,)\s*(?:\*|cookie)\s*(?:,|$)/i;

/** Vary with Cookie among its names. */
export function varyByCookie(vary: string | undefined): string {
  if (vary === undefined) return "Cookie";
  return VARIES_BY_COOKIE.test(vary) ? vary : `${vary}, Cookie`;
}
