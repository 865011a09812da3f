import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A cookie service as it should not be: what it says beside its Set-Cookie is `headers`. Shows that a cache really would leak. */
export async function startNaiveOrigin(headers: Readonly<Record<string, string>>) {
  const server = createServer((incoming, outgoing) => {
    const [, id] = /htjs_anonymous_id_srvr=([\w-]+)/.exec(incoming.headers.cookie ?? "") ?? [];
    outgoing.writeHead(200, { "content-type": "text/javascript", ...headers, "set-cookie": `htjs_anonymous_id=${id}` });
    outgoing.end("/* restored */");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
