import type { Exchange } from "../endpoint.ts";
import { ipv6Groups } from "../ipv6.ts";
import type { Settings } from "../options.ts";
import { clientAddress } from "../relay/client-address.ts";

/**
 * Addresses that stand for nobody in particular: loopback, private, link-local and shared (RFC 1918, 3927, 4193, 6598), which are a proxy of
 * the operator's own, and what IPv4 is written as in IPv6 (::/64, 64:ff9b::/64).
 */
const NOBODYS =
  /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|0:0:0:0$|64:ff9b:0:0$)/;

/**
 * Whose call it is, as far as it can be counted against him: the client's IPv4 address, or the /64 of an IPv6 one, which one
 * customer has whole. Undefined where the address is not known, or may be a proxy's, behind which is everybody.
 */
export function callerNetwork(exchange: Exchange, settings: Settings): string | undefined {
  if (settings.trustedHops === 0 && settings.clientIpHeader === undefined && showsProxy(exchange)) return undefined;
  const address = clientAddress(exchange, settings);
  if (address === undefined) return undefined;
  const network = address.includes(":") ? ipv6Groups(address)?.slice(0, 4).join(":") : address;
  return network === undefined || NOBODYS.test(network) ? undefined : network;
}

/** Whether somebody stands between the client and the platform, or the client says so: he gets away, nobody pays for another. */
function showsProxy({ request, context }: Exchange): boolean {
  const forwardedFor = request.header("x-forwarded-for");
  // Where the platform appends, the one entry is its own; where it replaces the header, nothing can be told by it.
  if (context.forwardedFor === "appended") return forwardedFor !== null && forwardedFor.includes(",");
  return context.forwardedFor === "kept" && (forwardedFor ?? request.header("forwarded")) !== null;
}
