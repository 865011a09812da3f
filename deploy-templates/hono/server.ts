import { type HttpBindings, serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { toNode } from "firstparty/node";
import { handler } from "./firstparty.ts";

const listener = toNode(handler);
const app = new Hono<{ Bindings: HttpBindings }>();
app.all("/ht/*", (c) => listener(c.env.incoming, c.env.outgoing).then(() => RESPONSE_ALREADY_SENT));
app.get("/", (c) => c.text("your site"));
const { PORT = 3000, HOST: hostname = "127.0.0.1" } = process.env;
serve({ fetch: app.fetch, port: Number(PORT), hostname }, ({ port }) => console.log(`listening on port ${port}`));
