import type { Asked } from "./endpoint.ts";
import type { Settings } from "./options.ts";
import { coversHost, hostPatterns } from "./hosts.ts";

/**
 * Whether a request may change cookies. Sec-Fetch-Site, which no page can forge, decides where the browser sends it; older
 * browsers (Safari before 16.4) are judged by Origin, and a request with neither is no browser's cross-site call.
 */
export function mayChangeCookies(asked: Asked, settings: Settings): boolean {
  const origin = asked.request.header("origin");
  switch (asked.request.header("sec-fetch-site")) {
    case "same-origin":
      return true;
    // A neighbour by its domain is none where every cookie is the host's own.
    case "same-site":
    case null:
      return origin === null || isTrustedOrigin(origin, asked, settings);
    case "cross-site":
      return origin !== null && settings.allowOrigins.has(origin);
    default:
      // "none" is an address typed or a bookmark; neither renews. Other values do not exist (W3C Fetch Metadata 2.4).
      return false;
  }
}

/**
 * Whether a request may give a consent anew: a page of the very host, an origin that the config names, or no browser's page. A
 * neighbour may not: with users' content on a sub-domain it would take back what the visitor has said.
 */
export function mayGrant(asked: Asked, settings: Settings): boolean {
  const origin = asked.request.header("origin");
  const caller = asked.request.header("sec-fetch-site");
  if (caller === "same-origin") return true;
  if (!mayChangeCookies(asked, settings)) return false;
  if (origin === null) return caller === null;
  return (
    settings.allowOrigins.has(origin) || (caller === null && hostPatterns.origin.exec(origin)?.[1] === asked.site.host)
  );
}

/** Whether a page of this origin may read answers: the site itself, a neighbour under the same cookieDomain, or an allowed origin. */
export function isTrustedOrigin(origin: string, { site }: Asked, settings: Settings): boolean {
  if (settings.allowOrigins.has(origin)) return true;
  const host = hostPatterns.origin.exec(origin)?.[1];
  if (host === undefined) return false;
  return host === site.host || (site.cookieDomain !== undefined && coversHost(site.cookieDomain, host));
}
