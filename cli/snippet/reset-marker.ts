import { resetMarker } from "../../core/identity/reset.ts";
import { literal } from "./javascript.ts";

/** Longer than any twin lives. */
const MARKER_SECONDS = 34_560_000;

/**
 * Statements that take from the page what the SDK knows somebody by: its keys of local storage, which are the names of its cookies
 * too. The SDK writes the latter with the topmost Domain that the browser takes, so all above the page's host are tried.
 */
export function forgetNow(names: readonly string[], keyword: "var" | "let"): string {
  return `try {
  "${names.join(" ")}"
    .split(" ")
    .forEach(function (name) {
      localStorage.removeItem(name);
      document.cookie = name + "=; Path=/; Max-Age=0";
      for (${keyword} host = location.hostname; host; host = host.replace(/^[^.]*\\.?/, "")) {
        document.cookie = name + "=; Path=/; Max-Age=0; Domain=" + host;
      }
    });
} catch (e) {} // a browser without storage has nothing to forget`;
}

/**
 * Statements that mark a log-out for the cookie service, which a navigation may cut off from the SDK's own call. The marker's Domain
 * has to be that of the twins: an entry of `cookieDomains`, for several the one that covers the page; host-only without.
 */
export function markReset(
  vendorId: string,
  cookieDomain: string | readonly string[] | undefined,
  keyword: "var" | "const",
): string {
  const cookie = `${resetMarker(vendorId)}=1; Path=/; Max-Age=${MARKER_SECONDS}; SameSite=Lax`;
  if (cookieDomain === undefined || cookieDomain.length === 0) return `document.cookie = ${literal(cookie)};`;
  if (typeof cookieDomain === "string") return `document.cookie = ${literal(`${cookie}; Domain=${cookieDomain}`)};`;
  const names = cookieDomain.map((domain) => domain.replaceAll(".", "\\.")).join("|");
  return `${keyword} domain = /(?:^|\\.)(${names})$/.exec(location.hostname);
document.cookie =
  ${literal(cookie)} + (domain ? "; Domain=" + domain[1] : "");`;
}
