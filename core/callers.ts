import type { Asked } from "./endpoint.ts";
import type { Settings } from "./options.ts";
import { coversHost, hostPatterns, isThisMachine } from "./hosts.ts";
import type { Site } from "./site.ts";
import type { ClientRequest } from "./types.ts";

/**
 * Whether a request may change cookies. Sec-Fetch-Site, which no page can forge, decides where the browser sends it; older
 * browsers (Safari before 16.4), and any on plain http, are judged by Origin. A request with neither is no browser's cross-site call, but for a link or an address
 * that is followed: that one asks for a page.
 */
export function mayChangeCookies(asked: Asked, settings: Settings): boolean {
  const { site, request } = asked;
  const origin = request.header("origin");
  switch (request.header("sec-fetch-site")) {
    case "same-origin":
      return true;
    case "same-site":
      return origin === null ? hasNeighbours(site) : isTrustedOrigin(origin, asked, settings);
    case null:
      return origin === null ? !isForPage(request) : isTrustedOrigin(origin, asked, settings);
    case "cross-site":
      return origin !== null && settings.allowOrigins.has(origin);
    default:
      // "none" is an address typed or a bookmark; neither renews. Other values do not exist (W3C Fetch Metadata 2.4).
      return false;
  }
}

/** By its domain; where every cookie is the host's own nobody is one, but on this machine another port. */
function hasNeighbours({ cookieDomain, host }: Site): boolean {
  return cookieDomain !== undefined || isThisMachine(host);
}

/** A link that was followed, from wherever: scripts and images are asked for by another Accept, in every browser. */
function isForPage({ method, header }: ClientRequest): boolean {
  return method !== "POST" && header("accept")?.includes("text/html") === true;
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
