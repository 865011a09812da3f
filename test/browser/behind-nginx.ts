import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toNode } from "../../adapters/node.ts";
import { createFirstParty } from "../../core/index.ts";
import { CACHES, startCache } from "../cache/caches.ts";
import { relayTo } from "../support/relay.ts";
import type { ServeShop } from "./shop.ts";

/** Node, with a shared cache in front that goes by what answers say of caching. */
export const behindNginx: ServeShop = async (config) => {
  const kind = CACHES.find(({ program, readsLifetimes }) => program === "nginx" && readsLifetimes);
  if (kind === undefined) throw new Error("there is no such cache");
  const server = createServer(toNode(createFirstParty(config)));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const close = async () => {
    server.close();
    server.closeAllConnections();
  };
  const cache = await startCache(kind, (server.address() as AddressInfo).port);
  if (typeof cache === "string") {
    await close();
    return cache;
  }
  return {
    listener: relayTo({ socketPath: cache.socketPath }),
    async stop() {
      await cache.stop();
      await close();
    },
  };
};
