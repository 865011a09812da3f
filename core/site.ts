import { FirstPartyError } from "./errors.ts";
import type { Settings } from "./options.ts";
import type { ClientRequest } from "./types.ts";

/** The site as the browser's address bar has it for one request: decides Domain and Secure, and who is a neighbour. */
export interface Site {
  /** Lower case, no port. */
  readonly host: string;
  /** The entry of `cookieDomains` that covers the host: Domain of everything set here. */
  readonly cookieDomain: string | undefined;
  /**
   * Domain of a cookie that script must be able to replace: it has to equal what the SDK chooses, or two cookies of one
   * name live side by side and the old person stays for good. Without a `cookieDomain` SDKs write the host itself where
   * it is a dotted name, and none on localhost and addresses.
   */
  readonly browserDomain: string | undefined;
  /** False on plain http to this very machine only, where browsers refuse or ignore Secure. */
  readonly secure: boolean;
}

export const hostPatterns = {
  /** A DNS name, an IPv4 address, or a bracketed IPv6 address. */
  name: /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*|\[[0-9a-f:.]{2,45}\])$/,
  /** The Host header: a name (a final dot is legal), perhaps a port (RFC 9110 7.2). */
  header: /^([a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i,
  /** The Origin of a web page; anything else ("null", an extension) is nobody's neighbour. */
  origin: /^https?:\/\/([a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/,
};

/** Reads the Host header, or the operator's `publicHost` in its place. Throws `bad_host` where neither is a host. */
export function siteOf(request: ClientRequest, settings: Settings): Site {
  const host = settings.publicHost ?? hostPatterns.header.exec(request.host ?? "")?.[1]?.toLowerCase();
  if (host === undefined) throw new FirstPartyError("bad_host");
  const cookieDomain = settings.cookieDomains.find((domain) => coversHost(domain, host));
  return {
    host,
    cookieDomain,
    browserDomain: cookieDomain ?? (isDottedName(host) ? host : undefined),
    secure: request.secure || !isThisMachine(host),
  };
}

/** Whether `host` is the domain or a dotted sub-domain of it (RFC 6265 5.1.3). */
export function coversHost(domain: string, host: string): boolean {
  return host === domain || (host.endsWith(domain) && host[host.length - domain.length - 1] === ".");
}

export function isAddress(host: string): boolean {
  return host.startsWith("[") || /^\d+(?:\.\d+){3}$/.test(host);
}

function isDottedName(host: string): boolean {
  return host.includes(".") && !host.endsWith(".") && !isAddress(host);
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}
