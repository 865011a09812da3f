import { randomInt } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/**
 * A loopback port where nobody listens, for as long as a test runs: below those that Linux hands out by itself, of which another test's
 * server would take it one day.
 */
export async function closedPort(): Promise<number> {
  const port = randomInt(10_000, 32_768);
  return (await taken(port)) ?? closedPort();
}

/** A port to listen on at once: taken once, so that it is free now. */
export async function freePort(): Promise<number> {
  return (await taken(0)) ?? freePort();
}

/** The port, once it has been taken and is given back; undefined where somebody has it. */
async function taken(wanted: number): Promise<number | undefined> {
  const server = createServer().listen(wanted, "127.0.0.1");
  const isListening = await once(server, "listening").then(
    () => true,
    () => false,
  );
  if (!isListening) return undefined;
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
