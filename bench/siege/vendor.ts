// The vendor's stand-in of a siege: answers at once, and has a large script beside the usual ones.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SCRIPT_BYTES } from "../work.ts";

/** Twice the size of the largest file of Hightouch's SDK, a source map: more than the buffers between here and a client that does not read. */
const LARGE_SCRIPT_BYTES = 1_048_576;

const [small, large] = [SCRIPT_BYTES, LARGE_SCRIPT_BYTES].map((size) => Buffer.alloc(size, "/"));

const server = createServer((incoming, outgoing) => {
  incoming.resume();
  if (incoming.method === "POST") return void outgoing.end('{"success":true}');
  outgoing.setHeader("content-type", "text/javascript");
  outgoing.end(incoming.url?.endsWith("large.js") ? large : small);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
