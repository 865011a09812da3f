import { FirstPartyError } from "./errors.ts";
import { coversHost, hostPatterns, isDottedName, isThisMachine } from "./hosts.ts";
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

/** Reads the Host header, or the operator's `publicHost` in its place. Throws `bad_host` on a Host that is none, either way. */
export function siteOf(request: ClientRequest, settings: Settings): Site {
  const sent = hostPatterns.header.exec(request.host ?? "")?.[1];
  if (sent === undefined || sent.length > 253) throw new FirstPartyError("bad_host");
  const host = settings.publicHost ?? sent.toLowerCase();
  const cookieDomain = settings.cookieDomains.find((domain) => coversHost(domain, host));
  return {
    host,
    cookieDomain,
    browserDomain: cookieDomain ?? (isDottedName(host) ? host : undefined),
    secure: request.secure || !isThisMachine(host),
  };
}
