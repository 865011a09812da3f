import { Hono } from "hono";
import { toBun } from "firstparty/bun";
import { handler } from "./firstparty.ts";

const entry = toBun(handler);
const app = new Hono<{ Bindings: Parameters<typeof entry.fetch>[1] }>();
app.all("/ht/*", (c) => entry.fetch(c.req.raw, c.env));
app.get("/", (c) => c.text("your site"));

export default { fetch: app.fetch, port: process.env.PORT ?? 3000, hostname: process.env.HOST ?? "127.0.0.1" };
