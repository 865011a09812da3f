import fastify from "fastify";
import { toNode } from "firstparty/node";
import { handler } from "./firstparty.ts";

const listener = toNode(handler);
const app = fastify();
// In a hook, before Fastify parses the body or answers 415.
app.all("/ht/*", { onRequest: (request, reply) => void listener(request.raw, reply.hijack().raw), handler() {} });
app.get("/", () => "your site");

const address = await app.listen({ port: Number(process.env.PORT ?? 3000), host: process.env.HOST ?? "127.0.0.1" });
console.log(`listening on port ${new URL(address).port}`);
