import { isIP } from "node:net";
import type { Outcome } from "../exchange.ts";

/** The site that a request belongs to, by the promises of `Config.cookieDomains` and `publicHost`. */
export interface JudgedSite {
  readonly host: string;
  /** Domain of what the server alone writes. */
  readonly domain: string | undefined;
  /** Domain of what script writes too. */
  readonly scriptDomain: string | undefined;
  readonly isSecure: boolean;
}

/** Undefined where the Host header is none. */
export function siteOf({ seen, config }: Pick<Outcome, "seen" | "config">): JudgedSite | undefined {
  const sent = hostOf(seen.host ?? "");
  if (sent === undefined) return undefined;
  const host = config.publicHost ?? sent;
  const domain = config.cookieDomains.find((each) => isUnder(host, each));
  const isAddress = host.startsWith("[") || isIP(host) === 4;
  const isOwnName = host.includes(".") && !host.endsWith(".") && !isAddress && !/^\d+(\.\d+){3}$/.test(host);
  return {
    host,
    domain,
    scriptDomain: domain ?? (isOwnName ? host : undefined),
    isSecure: seen.secure || !isThisMachine(host),
  };
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}

/** A host with its port taken off, in lower case; undefined where it is none. */
export function hostOf(text: string): string | undefined {
  const bare = text.replace(/:\d{0,5}$/, "").toLowerCase();
  if (/^\[[\da-f:.]{2,45}\]$/.test(bare)) return bare;
  if (bare.length > 253) return undefined;
  const labels = bare.replace(/\.$/, "").split(".");
  return labels.every((label) => /^[a-z0-9_][a-z0-9_-]*$/.test(label)) ? bare : undefined;
}

export function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Whether a page of this origin belongs to the site: itself, a neighbour under the same entry, or an origin that the config allows. */
export function isOursOrigin(origin: string, site: JudgedSite, allowed: readonly string[] = []): boolean {
  if (allowed.includes(origin)) return true;
  const [, scheme, rest = ""] = /^(https?):\/\/([^/?#@\\]+)$/.exec(origin) ?? [];
  const host = /:\d*$/.test(rest) && !/:\d{1,5}$/.test(rest) ? undefined : hostOf(rest);
  if (scheme === undefined || host === undefined || rest !== rest.toLowerCase() || host.endsWith(".")) return false;
  return host === site.host || (site.domain !== undefined && isUnder(host, site.domain));
}

/** "Who may call", as the design has it: Sec-Fetch-Site where a browser sends it, else Origin, else no browser. */
export function mayChange({ seen, config }: Outcome, site: JudgedSite): boolean {
  const [fetchSite, origin] = [seen.header("sec-fetch-site"), seen.header("origin")];
  if (fetchSite === "same-origin") return true;
  if (fetchSite === "cross-site") return origin !== null && (config.allowOrigins ?? []).includes(origin);
  if (fetchSite !== null && fetchSite !== "same-site") return false;
  if (origin !== null) return isOursOrigin(origin, site, config.allowOrigins);
  // Without an Origin a neighbour has to be one, and in an older browser a link is nobody's.
  if (fetchSite === "same-site") return site.domain !== undefined || isThisMachine(site.host);
  return seen.method === "POST" || !(seen.header("accept") ?? "").includes("text/html");
}

/** Who may say that a withdrawal is over: a page of the very host, an origin that the config names, or no browser. */
export function mayGrant(outcome: Outcome, site: JudgedSite): boolean {
  const { seen, config } = outcome;
  const [fetchSite, origin] = [seen.header("sec-fetch-site"), seen.header("origin")];
  if (!mayChange(outcome, site)) return false;
  if (fetchSite === "same-origin" || (fetchSite === null && origin === null)) return true;
  if (origin === null) return false;
  const alone = { ...site, domain: undefined };
  return fetchSite === null
    ? isOursOrigin(origin, alone, config.allowOrigins)
    : (config.allowOrigins ?? []).includes(origin);
}
