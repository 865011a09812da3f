import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that is up, for this machine only. */
export interface LoopbackServer {
  readonly port: number;
  /** Lets requests in flight finish. */
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 picks a free one. Rejects where the port is taken. */
export async function listenOnLoopback(listener: RequestListener, port = 0): Promise<LoopbackServer> {
  const server = createServer(listener);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
