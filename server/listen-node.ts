import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { toNode } from "../adapters/node.ts";
import type { Listen } from "./listening.ts";
import { refuse } from "./parser-refusals.ts";

/** A client that is slower than this with its headers, or with the whole of a request, is cut off; looked at so often. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
const CHECKED_EVERY_MS = 5_000;
/** Longer than the minute that nginx and load balancers keep a connection: who closes first must not be the server. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** Twice Node's default: a site's cookies are doubled by their twins, and a 431 would be for every request of that visitor. */
const MAX_HEADER_BYTES = 32_768;

export const listenNode: Listen = async (handler, { port, hostname }) => {
  const listener = toNode(handler);
  let inFlight = 0;
  /** The last answer that was begun on a connection. */
  const answers = new WeakMap<Duplex, ServerResponse>();
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECKED_EVERY_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Core refuses it, and says why.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      inFlight++;
      outgoing.once("close", () => inFlight--);
      answers.set(incoming.socket, outgoing);
      void listener(incoming, outgoing);
    },
  );
  // Nothing moves on the connection: the answer should have begun by now, or nobody reads it.
  server.timeout = handler.patienceMs + 5_000;
  server.on("clientError", (error, socket) => refuse(error, socket, answers.get(socket)));
  server.listen(port, hostname);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        // A connection falls idle when its last answer is out, and one that has not asked for anything is not even called idle.
        const sweep = setInterval(() => {
          if (inFlight === 0) server.closeAllConnections();
          else server.closeIdleConnections();
        }, 50);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
      }),
  };
};
