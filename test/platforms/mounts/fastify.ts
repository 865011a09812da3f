import fastify from "fastify";
import { toNode } from "firstparty/node";
import { parityHandler } from "../../parity/entries/parity-handler.ts";
import { printPorts } from "../../parity/entries/print-ports.ts";

const handler = parityHandler(process.env["PARITY_SITES"] ?? "");
const listener = toNode(handler);

await printPorts(async (hostname) => {
  const app = fastify();
  app.all("/ht/*", {
    onRequest: (request, reply) => void listener(request.raw, reply.hijack().raw),
    handler() {},
  });
  for (const path of ["/acme/*", "/sg/*", "/br/*"]) {
    app.all(path, {
      onRequest: (request, reply) => void listener(request.raw, reply.hijack().raw),
      handler() {},
    });
  }
  return Number(new URL(await app.listen({ port: 0, host: hostname })).port);
});
