import { Hono } from "hono";
import { toBun } from "firstparty/bun";
import { parityHandler } from "../../parity/entries/parity-handler.ts";
import { printPorts } from "../../parity/entries/print-ports.ts";

/** The part of `Bun.serve` that is used: https://bun.com/docs/api/http */
declare const Bun: {
  serve(options: {
    readonly fetch: (request: Request, server: Parameters<typeof entry.fetch>[1]) => Response | Promise<Response>;
    readonly port: number;
    readonly hostname: string;
  }): { readonly port: number };
};

const handler = parityHandler(process.env["PARITY_SITES"] ?? "");
const entry = toBun(handler);
const app = new Hono<{ Bindings: Parameters<typeof entry.fetch>[1] }>();
app.all("/ht/*", (c) => entry.fetch(c.req.raw, c.env));
app.all("/acme/*", (c) => entry.fetch(c.req.raw, c.env));
app.all("/sg/*", (c) => entry.fetch(c.req.raw, c.env));
app.all("/br/*", (c) => entry.fetch(c.req.raw, c.env));

await printPorts(async (hostname) => Bun.serve({ fetch: app.fetch, port: 0, hostname }).port);
