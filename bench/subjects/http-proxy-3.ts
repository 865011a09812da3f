import { Agent } from "node:http";
import { createProxyServer } from "http-proxy-3";
import { listen } from "./listening.ts";

const target = process.env["BENCH_ORIGIN"] ?? "";
// Without an agent of its own it opens a connection for every request.
const proxy = createProxyServer({ target, agent: new Agent({ keepAlive: true }) });
proxy.on("error", (error) => console.error(error));

listen((incoming, outgoing) => proxy.web(incoming, outgoing));
