/** By the family that an address is seen in: an IPv4 client of a dual-stack socket is `::ffff:127.0.0.1`. All are this machine's own. */
const HOSTNAMES = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];

/** Listens on each, by what resolves with the port that it took, and prints the ports as the line that a target waits for. */
export async function printPorts(listen: (hostname: string) => Promise<number>): Promise<void> {
  const ports = HOSTNAMES.map(async (hostname) => [hostname, await listen(hostname)]);
  console.log(JSON.stringify(Object.fromEntries(await Promise.all(ports))));
}
