import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { toNode } from "firstparty/node";
import { parityHandler } from "../../parity/entries/parity-handler.ts";
import { printPorts } from "../../parity/entries/print-ports.ts";

const handler = parityHandler(process.env["PARITY_SITES"] ?? "");
const listener = toNode(handler);
const app = new Hono<{ Bindings: HttpBindings }>();
app.all("/ht/*", (c) => listener(c.env.incoming, c.env.outgoing).then(() => RESPONSE_ALREADY_SENT));
app.all("/acme/*", (c) => listener(c.env.incoming, c.env.outgoing).then(() => RESPONSE_ALREADY_SENT));
app.all("/sg/*", (c) => listener(c.env.incoming, c.env.outgoing).then(() => RESPONSE_ALREADY_SENT));
app.all("/br/*", (c) => listener(c.env.incoming, c.env.outgoing).then(() => RESPONSE_ALREADY_SENT));

await printPorts(async (hostname) => {
  const server = serve({ fetch: app.fetch, port: 0, hostname });
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
});
