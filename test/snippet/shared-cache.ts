import { once } from "node:events";
import { createServer, request, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { CACHES, startCache } from "../cache/caches.ts";

/** A real shared cache in front of a listener. Resolves with the reason where none runs here. */
export async function behindSharedCache(
  listener: RequestListener,
): Promise<{ readonly listener: RequestListener; stop(): Promise<void> } | string> {
  const [kind] = CACHES;
  if (kind === undefined) throw new Error("there is no shared cache");
  const origin = createServer(listener).listen(0, "127.0.0.1");
  await once(origin, "listening");
  const cache = await startCache(kind, (origin.address() as AddressInfo).port);
  const stop = async () => {
    if (typeof cache === "object") await cache.stop();
    origin.close();
    origin.closeAllConnections();
  };
  if (typeof cache === "string") return stop().then(() => cache);
  return {
    listener: (incoming, outgoing) => {
      const { method, url, headers } = incoming;
      const asked = request({ socketPath: cache.socketPath, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, outgoing).catch(() => outgoing.destroy());
      });
      pipeline(incoming, asked).catch(() => outgoing.destroy());
    },
    stop,
  };
}
