import { readdir, readFile } from "node:fs/promises";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { listenOnLoopback } from "./loopback-server.ts";

/** A request as the vendor got it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PlayedVendor {
  /** Base URL: takes the place of the vendor's CDN and of its events host. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface StandInVendor extends PlayedVendor {
  /** Every request so far, in order of arrival. */
  readonly received: readonly ReceivedRequest[];
}

const SDK_FILE = /^\/browser\/(?:release|candidate)\/([\w.-]+)\/([\w.-]+)$/;

/** The vendor as a test wants it: it keeps all that it gets. */
export async function startStandInVendor(sdkFolder: string): Promise<StandInVendor> {
  const received: ReceivedRequest[] = [];
  return { ...(await playVendor(sdkFolder, (request) => received.push(request))), received };
}

/** Plays Hightouch on this machine: serves the files of `sdkFolder` as its CDN does, takes every event, tells of each request, keeps none. */
export async function playVendor(
  sdkFolder: string,
  onRequest: (request: ReceivedRequest) => void,
): Promise<PlayedVendor> {
  const files = new Set(await readdir(sdkFolder));

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = incoming;
    onRequest({ method, path, headers, body: await text(incoming) });

    const [, release = "", file = ""] = SDK_FILE.exec(path.replace(/\?.*/, "")) ?? [];
    if (method === "GET" && files.has(file)) {
      const maxAge = release === "v1-latest" ? 300 : 31_536_000;
      outgoing.writeHead(200, {
        "content-type": file.endsWith(".js") ? "application/javascript" : "application/json",
        "cache-control": `public,max-age=${maxAge},immutable`,
      });
      outgoing.end(await readFile(join(sdkFolder, file)));
    } else if (method === "POST" && path.startsWith("/v1/")) {
      outgoing.writeHead(200, { "content-type": "application/json" }).end('{"success":true}');
    } else {
      outgoing.writeHead(404).end();
    }
  }

  const server = await listenOnLoopback((incoming, outgoing) => {
    // A request that breaks off has nobody to answer.
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  return { url: `http://127.0.0.1:${server.port}`, stop: server.stop };
}
