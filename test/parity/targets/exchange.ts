import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { request as requestOverTls } from "node:https";
import type { Sent } from "../case.ts";
import type { Got } from "../target.ts";

/** Where to, and over TLS where a certificate is named that has to be there, by the name that it is made out to. */
export interface Address {
  readonly port: number;
  readonly hostname?: string;
  readonly tls?: { readonly ca: string; readonly servername: string };
}

/** One request over a connection of its own, by Node's client, which sends path and headers as they are given. `clientIp` is the connection's. */
export async function exchange(
  { port, hostname = "127.0.0.1", tls }: Address,
  key: string,
  { method = "GET", path, headers = {}, body, isChunked = false, clientIp, signal }: Sent,
): Promise<Got> {
  const all: Record<string, string> = { "x-parity": key };
  for (const [name, value] of Object.entries({ host: "www.shop.example", ...headers }))
    if (value !== null) all[name] = value;
  if (body !== undefined && !isChunked) all["content-length"] ??= String(Buffer.byteLength(body));
  const outgoing = (tls === undefined ? request : requestOverTls)({
    ...tls,
    host: hostname,
    port,
    method,
    path,
    headers: all,
    agent: false,
    setHost: false,
    ...(clientIp === undefined ? {} : { localAddress: clientIp.replace("::ffff:", "") }),
  });
  // What ends the connection once there is an answer is the answer's own error.
  outgoing.on("error", () => {});
  // As bytes: with a string Node would write the headers, too, as UTF-8.
  outgoing.end(body === undefined ? undefined : Buffer.from(body));
  signal?.addEventListener("abort", () => outgoing.destroy(new Error("the client has left")));
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name.toLowerCase(), incoming.rawHeaders[index + 1] ?? ""] as const] : [],
    ),
    body: Buffer.concat(chunks),
  };
}
