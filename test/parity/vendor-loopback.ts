import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { VendorReply } from "./case.ts";
import { replyFor, type VendorPlayer, type VendorRequest } from "./vendor.ts";

/** A vendor on loopback: sees what really crossed the wire, byte for byte. */
export async function loopbackVendor(): Promise<VendorPlayer> {
  let replies: readonly VendorReply[] = [];
  let requests: VendorRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { rawHeaders } = incoming;
    const headers = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ""] as const] : [],
    );
    requests.push({
      method: incoming.method ?? "",
      url: incoming.url ?? "",
      headers,
      body: Buffer.concat(chunks),
      connection: incoming.socket,
    });
    const reply = replyFor(replies, requests.length);
    if (reply.delayMs) await pause(reply.delayMs, undefined, { ref: false });
    if (reply.breaksOff) return void incoming.socket.destroy();
    outgoing.writeHead(reply.status ?? 200, (reply.headers ?? []).flat());
    if (reply.truncates) return void outgoing.write(reply.body ?? "", () => incoming.socket.destroy());
    if (reply.bodyDelayMs) {
      outgoing.flushHeaders();
      await pause(reply.bodyDelayMs, undefined, { ref: false });
    }
    outgoing.end(reply.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    play(next) {
      replies = next;
      requests = [];
    },
    received: () => requests,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
