import type { Exchange } from "../endpoint.ts";
import type { Settings } from "../options.ts";
import { anonymised } from "../privacy/anonymise.ts";

/** An address; what else a proxy may write in its place (a name, "unknown") is none. */
const ADDRESS = /^[0-9a-f:.]{2,45}$/i;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** `1.2.3.4:5678`, `[2001:db8::7]:5678`: the port is the proxy's connection, not the visitor's address. */
const IN_FRONT_OF_PORT = /^\[?([\d.]+|.+(?=\]))\]?(?::\d+)?$/;

/** X-Forwarded-For for the vendor: the client's address, as much of it as `privacy.clientAddress` lets up. */
export function toldAddress(exchange: Exchange, settings: Settings): string | undefined {
  const mode = settings.privacy.clientAddress;
  if (mode === "drop") return undefined;
  const address = clientAddress(exchange, settings);
  return mode === "forward" || address === undefined ? address : anonymised(address);
}

/**
 * The one address that is vouched for, by the platform or by the operator's own proxies in front of
 * it. What a client wrote there is not read, or a visitor could choose where he is. Undefined where nobody vouches for one.
 */
export function clientAddress({ request, context }: Exchange, settings: Settings): string | undefined {
  const { trustedHops, clientIpHeader } = settings;
  if (clientIpHeader !== undefined) {
    const value = request.header(clientIpHeader);
    if (value !== null) return plainAddress(withoutPort(value.trim(), clientIpHeader));
  }
  if (trustedHops === 0) return plainAddress(context.clientIp);
  if (context.forwardedFor === undefined) return undefined;
  const chain = (request.header("x-forwarded-for") ?? "").split(",");
  const addresses = chain.map((entry) => entry.trim()).filter((entry) => entry !== "");
  // Whoever asked this server is a hop, also where the platform does not show him (Next.js).
  if (context.forwardedFor === "kept") addresses.push(context.clientIp ?? "");
  // Fewer entries than proxies: it came another way, and the first is as near to the visitor as is known.
  return plainAddress(addresses.at(-1 - trustedHops) ?? addresses[0]);
}

/** CloudFront writes the port behind a colon, also behind an IPv6 address without brackets (checked 2026-11-22 in its documentation). */
function withoutPort(value: string, header: string): string {
  return header === "cloudfront-viewer-address" ? value.replace(/:\d+$/, "") : value;
}

/** Dual-stack servers report IPv4 clients as `::ffff:1.2.3.4` (RFC 4291 2.5.5.2). */
function plainAddress(written: string | undefined): string | undefined {
  // An event that somebody made by hand may hold anything here.
  if (typeof written !== "string") return undefined;
  // Nearly always one of these, with nothing to take off.
  if (IPV4.test(written)) return written;
  const address = written.replace(IN_FRONT_OF_PORT, "$1");
  if (!ADDRESS.test(address)) return undefined;
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}
