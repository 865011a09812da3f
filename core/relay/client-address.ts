/**
 * X-Forwarded-For for the vendor: the one address that the platform vouches for. What the client wrote there is not read, or a
 * visitor could choose where he is. Dual-stack servers report IPv4 clients as `::ffff:1.2.3.4` (RFC 4291 2.5.5.2).
 */
export function forwardedFor(clientIp: string | undefined): string | undefined {
  if (clientIp === undefined || clientIp === "") return undefined;
  return clientIp.startsWith("::ffff:") && clientIp.includes(".") ? clientIp.slice(7) : clientIp;
}
