/** The forms of a host, wherever one is read: Host, Origin, and the config's own. */
const LABEL = "[a-z0-9_][a-z0-9_-]*";
const NAME = `${LABEL}(?:\\.${LABEL})*`;
const IPV6 = "\\[[0-9a-f:.]{2,45}\\]";
const HOST = `${NAME}|${IPV6}`;

export const hostPatterns = {
  /** A DNS name, an IPv4 address, or a bracketed IPv6 address. */
  name: new RegExp(`^(?:${HOST})$`),
  /** The Host header: such a host (a name's final dot is legal), perhaps a colon and a port (RFC 9110 7.2). */
  header: new RegExp(`^(${NAME}\\.?|${IPV6})(?::\\d{0,5})?$`, "i"),
  /** The Origin of a web page; anything else ("null", an extension) is nobody's neighbour. */
  origin: new RegExp(`^https?://(${HOST})(?::\\d{1,5})?$`),
};

/** Whether `host` is the domain or a dotted sub-domain of it (RFC 6265 5.1.3). */
export function coversHost(domain: string, host: string): boolean {
  return host === domain || (host.endsWith(domain) && host[host.length - domain.length - 1] === ".");
}

/** A host in the form in which hosts are compared. */
export function isHost(value: unknown): value is string {
  return typeof value === "string" && hostPatterns.name.test(value);
}

export function isAddress(host: string): boolean {
  return host.startsWith("[") || /^\d+(?:\.\d+){3}$/.test(host);
}

export function isDottedName(host: string): boolean {
  return host.includes(".") && !host.endsWith(".") && !isAddress(host);
}

export function isThisMachine(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}
