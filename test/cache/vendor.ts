import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A vendor on loopback that answers each visitor in his own way, and says of all of it that it may be kept for a year. */
export interface Vendor {
  readonly url: string;
  /** How often a path was asked for. */
  asked(path: string): number;
  /** What `/browser/short.js` is from now on, and whether the vendor answers at all. */
  play(state: { readonly release?: string; readonly isDown?: boolean }): void;
  stop(): Promise<void>;
}

const YEAR = { "cache-control": "public, max-age=31536000, s-maxage=31536000", etag: '"e1"' };

export async function startVendor(): Promise<Vendor> {
  const counts = new Map<string, number>();
  let release = "1";
  let isDown = false;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "";
    counts.set(path, (counts.get(path) ?? 0) + 1);
    incoming.resume();
    if (isDown) return void incoming.socket.destroy();
    const answer = (status: number, headers: Record<string, string>, body: string) => {
      outgoing.writeHead(status, { "content-type": "text/javascript", ...headers });
      outgoing.end(body);
    };
    if (incoming.method === "POST") return answer(200, { ...YEAR, "content-type": "application/json" }, "{}");
    if (path.startsWith("/browser/missing")) return answer(404, YEAR, "no such file");
    if (path === "/browser/short.js")
      return answer(200, { "cache-control": "public, max-age=1" }, `release ${release}`);
    if (path.startsWith("/browser/")) return answer(200, { "cache-control": "public, max-age=300" }, "the SDK");
    if (path.startsWith("/v1/projects/")) {
      if (incoming.headers["if-none-match"] === YEAR.etag) return void outgoing.writeHead(304, YEAR).end();
      return answer(200, { ...YEAR, "content-type": "application/json" }, '{"integrations":{}}');
    }
    // A script that is made for one visitor; `/cookie` also names him anew.
    const [, who = "nobody"] = /\btok=([\w-]+)/.exec(incoming.headers.cookie ?? "") ?? [];
    return answer(
      200,
      { ...YEAR, ...(path.startsWith("/cookie/") ? { "set-cookie": `tok=${who}` } : {}) },
      `for ${who}`,
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: (path) => counts.get(path) ?? 0,
    play(state) {
      release = state.release ?? release;
      isDown = state.isDown ?? isDown;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
