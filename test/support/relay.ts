import { request, type RequestListener, type RequestOptions } from "node:http";

/** Hands every request on as it is to another server, on a port or a socket file of this machine, and its answer back. */
export function relayTo(to: Pick<RequestOptions, "host" | "port" | "socketPath">): RequestListener {
  return (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const asked = request({ ...to, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    asked.on("error", () => outgoing.destroy());
    outgoing.once("close", () => asked.destroy());
    incoming.pipe(asked);
  };
}

/** The same for pages of any site, as vendors' own hosts answer them. */
export function openToAll(listener: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    outgoing.setHeader("access-control-allow-origin", "*");
    if (incoming.method !== "OPTIONS") return listener(incoming, outgoing);
    outgoing.writeHead(204, { "access-control-allow-headers": "authorization, content-type, x-retry-count" }).end();
  };
}
