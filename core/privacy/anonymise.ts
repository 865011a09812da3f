import { ipv6Groups } from "../ipv6.ts";

/** An IPv4 address in the one form that every reader takes alike. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/**
 * An address without the part that tells one household from the next: IPv4 without its last octet, IPv6 as its first 48 bits, in the
 * form of RFC 5952. An IPv4 address inside of an IPv6 one counts as what it is: mapped (RFC 4291 2.5.5.2) it is told as IPv4, and of
 * 6to4 (RFC 3056), which has it in the first 48 bits, one octet less stays. Undefined for what is no address.
 */
export function anonymised(address: string): string | undefined {
  if (IPV4.test(address)) return address.replace(/\d+$/, "0");
  const groups = ipv6Groups(address);
  if (groups === undefined) return undefined;
  const [a = "", b = "", c = "", , , f, g = ""] = groups;
  const isMapped = f === "ffff" && groups.slice(0, 5).every((group) => group === "0");
  if (isMapped) return `${Number.parseInt(g, 16) >> 8}.${Number.parseInt(g, 16) & 255}.${octet(groups[7])}.0`;
  const network = a === "2002" ? [a, b, (Number.parseInt(c, 16) & 0xff00).toString(16)] : [a, b, c];
  while (network.at(-1) === "0") network.pop();
  return `${network.join(":")}::`;
}

/** The upper octet of a group. */
function octet(group = "0"): number {
  return Number.parseInt(group, 16) >> 8;
}
