// Run on each runtime: tries a port where nobody listens, by the runtime's own adapter, and prints how core understands the failure.
import process from "node:process";
import { nothingWasSent } from "../../core/errors.ts";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { toBun } from "../../adapters/bun.ts";
import { toDeno } from "../../adapters/deno.ts";
import { createServer } from "node:http";

const url = `http://127.0.0.1:${process.argv[2]}`;
let cause: unknown;
const handler = createFirstParty({
  vendors: [hightouch({ hosts: { cdn: url, events: url } })],
  cookieDomains: [],
  timeouts: { retryMs: 0 },
  onError: (error) => (cause = error.cause),
});
const request = new Request("http://www.shop.example/ht/browser/x.js");
if ("Bun" in globalThis) await toBun(handler).fetch(request, { requestIP: () => null });
else if ("Deno" in globalThis) await toDeno(handler).fetch(request, { remoteAddr: {} });
else await throughNode();
console.log(`nothing was sent: ${nothingWasSent(cause)}`);

async function throughNode(): Promise<void> {
  const { toNode } = await import("../../adapters/node.ts");
  const listener = toNode(handler);
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  await (await fetch(`http://127.0.0.1:${address.port}/ht/browser/x.js`)).text();
  server.close();
  server.closeAllConnections();
}
