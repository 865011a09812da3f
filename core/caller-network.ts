import type { Exchange } from "./endpoint.ts";
import type { Settings } from "./options.ts";
import { clientAddress } from "./relay/client-address.ts";

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
  const network = address.includes(":") ? prefix64(address) : address;
  return NOBODYS.test(network) ? undefined : network;
}

/** Whether somebody stands between the client and the platform, or the client says so: he gets away, nobody pays for another. */
function showsProxy({ request, context }: Exchange): boolean {
  const forwardedFor = request.header("x-forwarded-for");
  // Where the platform appends, the one entry is its own; where it replaces the header, nothing can be told by it.
  if (context.forwardedFor === "appended") return forwardedFor !== null && forwardedFor.includes(",");
  return context.forwardedFor === "kept" && (forwardedFor ?? request.header("forwarded")) !== null;
}

/** The first four groups, without leading zeros (RFC 4291 2.2). An IPv4 address in its place never reaches them. */
function prefix64(address: string): string {
  const [head, tail] = address.toLowerCase().split("::");
  const before = head ? head.split(":") : [];
  const after = tail ? tail.split(":") : [];
  const said = before.length + after.length;
  const between = tail === undefined || said > 8 ? [] : Array<string>(8 - said).fill("0");
  const groups = [...before, ...between, ...after].slice(0, 4);
  return groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}
