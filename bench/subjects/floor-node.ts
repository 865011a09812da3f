import type { IncomingMessage, ServerResponse } from "node:http";
import { type Dispatcher, Pool } from "undici";
import { listen } from "./listening.ts";
import { REQUEST_HEADERS, RESPONSE_HEADERS } from "./relayed-headers.ts";

const pool = new Pool(process.env["BENCH_ORIGIN"] ?? "");

listen((incoming, outgoing) => {
  if (incoming.method === "GET") {
    void relay(incoming, null, outgoing);
    return;
  }
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => void relay(incoming, Buffer.concat(chunks), outgoing));
});

async function relay(incoming: IncomingMessage, body: Buffer | null, outgoing: ServerResponse): Promise<void> {
  const headers: Record<string, string> = {};
  for (const name of REQUEST_HEADERS) {
    const value = incoming.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  const method = incoming.method as Dispatcher.HttpMethod;
  const response = await pool.request({ path: incoming.url ?? "", method, headers, body });
  const bytes = new Uint8Array(await response.body.arrayBuffer());
  const back: string[] = [];
  for (const name of RESPONSE_HEADERS) {
    const value = response.headers[name];
    if (typeof value === "string") back.push(name, value);
  }
  back.push("content-length", String(bytes.length));
  outgoing.writeHead(response.statusCode, back);
  outgoing.end(bytes);
}
