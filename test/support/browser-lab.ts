import { once } from "node:events";
import { createServer as createPlainServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { selfSignedCertificate } from "./browser-certificate.ts";
import { launchChromium } from "./browser-launch.ts";

/** A request that the browser made, to whatever host. */
export interface BrowserRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** The Cookie header; "" where there was none. */
  readonly cookie: string;
  /** Undefined until the answer has left. */
  status: number | undefined;
}

/** A browser for which every host of the internet is on this machine. */
export interface Lab {
  readonly browser: Browser;
  /** Everything asked of any host, so that a request past the site is seen. */
  readonly log: readonly BrowserRequest[];
  /** Answers for a host, on https and http. A host that nobody answers for is 404. */
  serve(host: string, listener: RequestListener): void;
  close(): Promise<void>;
}

/** Resolves with the reason where no browser starts. */
export async function startLab(): Promise<Lab | string> {
  const log: BrowserRequest[] = [];
  const hosts = new Map<string, RequestListener>();
  const listener: RequestListener = (incoming, outgoing) => {
    const { host = "", cookie = "" } = incoming.headers;
    const request: BrowserRequest = {
      host,
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      cookie,
      status: undefined,
    };
    log.push(request);
    outgoing.once("finish", () => (request.status = outgoing.statusCode));
    const answer = hosts.get(host);
    if (answer) answer(incoming, outgoing);
    else outgoing.writeHead(404).end();
  };

  const { key, cert, spkiHash } = selfSignedCertificate();
  const servers = [createTlsServer({ key, cert }, listener), createPlainServer(listener)] as const;
  for (const server of servers) await once(server.listen(0, "127.0.0.1"), "listening");
  const [tls, plain] = servers.map((server) => (server.address() as AddressInfo).port);
  const stopServers = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };

  const browser = await launchChromium([
    `--host-resolver-rules=MAP *:443 127.0.0.1:${tls}, MAP *:80 127.0.0.1:${plain}`,
    // Not --ignore-certificate-errors: pages with such errors are not cached, and a stranger's certificate would pass.
    `--ignore-certificate-errors-spki-list=${spkiHash}`,
  ]).catch((error: unknown) => {
    stopServers();
    throw error;
  });
  if (typeof browser === "string") {
    stopServers();
    return browser;
  }
  return {
    browser,
    log,
    serve: (host, answer) => void hosts.set(host, answer),
    async close() {
      await browser.close();
      stopServers();
    },
  };
}
