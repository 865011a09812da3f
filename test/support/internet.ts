import { once } from "node:events";
import {
  createServer as createPlainServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { selfSignedCertificate } from "./browser-certificate.ts";

/** A request that a browser made, to whatever host. */
export interface BrowserRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The Cookie header; "" where there was none. */
  readonly cookie: string;
  /** What has come of the body so far. */
  body(): Buffer;
  /** Undefined until the answer has left. */
  status: number | undefined;
}

/** A proxy that is the whole internet for a browser: every host is on this machine, and nothing else can be reached. */
export interface Internet {
  /** URL of the HTTP proxy that a browser has to use for http and https alike. */
  readonly proxy: string;
  /** The same as arguments for Chromium, which trusts this certificate and no other. */
  readonly chromiumArguments: readonly string[];
  /** Everything asked of any host, so that a request past the site is seen. */
  readonly log: readonly BrowserRequest[];
  /** Answers for a host, on https and http. A host that nobody answers for is 404. */
  serve(host: string, listener: RequestListener): void;
  close(): Promise<void>;
}

export async function startInternet(): Promise<Internet> {
  const log: BrowserRequest[] = [];
  const hosts = new Map<string, RequestListener>();
  const listener: RequestListener = (incoming, outgoing) => {
    const { headers } = incoming;
    const { host = "", cookie = "" } = headers;
    // A plain request to a proxy names the whole URL (RFC 9112 3.2.2).
    incoming.url = incoming.url?.replace(/^http:\/\/[^/]+/, "") ?? "";
    const { method = "", url: path } = incoming;
    const request: BrowserRequest = { host, method, path, headers, cookie, body: bodyOf(incoming), status: undefined };
    log.push(request);
    outgoing.once("finish", () => (request.status = outgoing.statusCode));
    const answer = hosts.get(host);
    if (answer) answer(incoming, outgoing);
    // With the whole of what was sent: Node throws away what comes after the answer.
    else incoming.resume().once("end", () => outgoing.writeHead(404).end());
  };

  const { key, cert, spkiHash } = selfSignedCertificate();
  const sites = createTlsServer({ key, cert }, listener);
  const proxy = createPlainServer(listener);
  const tunnels = new Set<Duplex>();
  proxy.on("connect", (_request, socket) => {
    tunnels.add(socket);
    socket.once("close", () => tunnels.delete(socket));
    // Browsers close a tunnel whenever they like, with an error as well as without.
    socket.on("error", () => socket.destroy());
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    sites.emit("connection", socket);
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    proxy: url,
    chromiumArguments: [
      `--proxy-server=${url}`,
      // Not --ignore-certificate-errors: pages with such errors are not cached, and a stranger's certificate would pass.
      `--ignore-certificate-errors-spki-list=${spkiHash}`,
    ],
    log,
    serve: (host, answer) => void hosts.set(host, answer),
    async close() {
      for (const tunnel of tunnels) tunnel.destroy();
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}

/** Whoever answers reads the body in his own way, if at all: the bytes are seen where the parser puts them in. */
function bodyOf(incoming: IncomingMessage): () => Buffer {
  const chunks: Uint8Array[] = [];
  const push = incoming.push.bind(incoming);
  incoming.push = (chunk: unknown, encoding) => {
    if (chunk instanceof Uint8Array) chunks.push(chunk);
    return push(chunk, encoding);
  };
  return () => Buffer.concat(chunks);
}

/** What Chromium and Firefox ask their makers for by themselves; no SDK here has to do with these hosts. */
export function isBrowsersOwn(host: string): boolean {
  return /^[a-z0-9.-]+\.(?:google|googleapis|gvt1|mozilla|firefox)\.(?:com|org|net)$/.test(host);
}
