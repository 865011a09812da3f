import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toNode } from "../adapters/node.ts";
import type { Listen } from "./listening.ts";

/** A client that is slower than this with its headers, or with the whole of a request, is cut off. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** Longer than the minute that nginx and load balancers keep a connection: who closes first must not be the server. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

export const listenNode: Listen = async (handler, { port, hostname }) => {
  const listener = toNode(handler);
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.listen(port, hostname);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        // A connection falls idle when its last answer is out, and would be kept for the next request.
        const sweep = setInterval(() => server.closeIdleConnections(), 50);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
      }),
  };
};
