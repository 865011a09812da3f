import type { IncomingMessage, ServerResponse } from "node:http";
import { toNode } from "../../adapters/node.ts";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { listenOnLoopback, type LoopbackServer } from "./loopback-server.ts";
import { playgroundPage } from "./playground-page.ts";
import { sdkFolder } from "./sdk-folder.ts";
import { type StandInVendor, startStandInVendor } from "./stand-in-vendor.ts";

/** A site with the real SDK, the service under /ht and a stand-in vendor behind it. Rejects where the port is taken. */
export async function startPlayground(port: number): Promise<LoopbackServer> {
  const vendor = await startStandInVendor(sdkFolder());
  const firstParty = toNode(
    createFirstParty({ vendors: [hightouch({ hosts: { cdn: vendor.url, events: vendor.url } })], cookieDomains: [] }),
  );
  const site = await listenOnLoopback((incoming, outgoing) => {
    const path = incoming.url?.replace(/\?.*/, "");
    if (path?.startsWith("/ht/")) void firstParty(incoming, outgoing);
    else if (path === "/") send(outgoing, "text/html; charset=utf-8", playgroundPage());
    else if (path === "/dev/received") send(outgoing, "application/json", JSON.stringify(seen(incoming, vendor)));
    else outgoing.writeHead(404, { "content-type": "text/plain" }).end("There is nothing here.\n");
  }, port).catch(async (error: unknown) => {
    await vendor.stop();
    throw error;
  });
  return {
    port: site.port,
    async stop() {
      await site.stop();
      await vendor.stop();
    },
  };
}

/** What the page cannot see by itself: all cookies of the site, HttpOnly too, and the events at the vendor beyond `?after`. */
function seen({ headers, url = "" }: IncomingMessage, vendor: StandInVendor) {
  const events = vendor.received.filter(({ method }) => method === "POST");
  const after = Number(/\bafter=(\d+)/.exec(url)?.[1] ?? 0);
  return { cookies: headers.cookie?.split("; ") ?? [], total: events.length, events: events.slice(after) };
}

function send(outgoing: ServerResponse, type: string, body: string): void {
  outgoing.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(body);
}
