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

/** What Node's parser refuses never reaches the handler; it gets the same kind of answer. */
const BAD_REQUEST = '{"code":"bad_request","message":"This is not a request that HTTP/1.1 knows."}';

export const listenNode: Listen = async (handler, { port, hostname }) => {
  const listener = toNode(handler);
  let inFlight = 0;
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS },
    (incoming, outgoing) => {
      inFlight++;
      outgoing.once("close", () => inFlight--);
      void listener(incoming, outgoing);
    },
  );
  server.on("clientError", (_error, socket) => {
    if (!socket.writable) return void socket.destroy();
    socket.end(
      `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${BAD_REQUEST.length}\r\nconnection: close\r\n\r\n${BAD_REQUEST}`,
    );
  });
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
