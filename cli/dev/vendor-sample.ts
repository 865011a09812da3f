// https://github.com/ht-sdks/events-sdk-js-mono/blob/77728df6e9dd09507243c697a0cdcf7e310208a9/packages/browser/src/core/http-cookies/server-examples/node-express-js.md, read on 2026-11-22
import { parseCookieHeader } from "../../core/cookie-header.ts";

const NAMES = ["htjs_anonymous_id", "htjs_user_id"] as const;
const YEAR_SECONDS = 31_536_000;

/**
 * What the vendor's sample server does, which says of itself that it should not be used as is, in words of our own: each cookie is renewed by itself. A browser
 * cookie that is there is written again and to its twin; one that is missing is made again from its twin. Nothing tells it that
 * somebody has logged out but a clear call.
 */
export function sampleCookies(call: "renew" | "clear", cookieHeader: string | undefined): string[] {
  if (call === "clear") return NAMES.map((name) => `${name}_srvr=; Path=/; Max-Age=0`);
  const cookies = parseCookieHeader(cookieHeader ?? null);
  return NAMES.flatMap((name) => {
    const value = cookies.get(name) ?? cookies.get(`${name}_srvr`);
    if (value === undefined) return [];
    const keep = `Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
    return [`${name}=${value}; ${keep}`, `${name}_srvr=${value}; ${keep}; HttpOnly`];
  });
}
