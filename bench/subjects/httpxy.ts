import { Agent } from "node:http";
import { createProxyServer } from "httpxy";
import { listen } from "./listening.ts";

const target = process.env["BENCH_ORIGIN"] ?? "";
// Its default agent would be a fair one too, but what is compared is the relay, not the choice of connections.
const proxy = createProxyServer({ target, agent: new Agent({ keepAlive: true }) });
proxy.on("error", (error) => console.error(error));

listen((incoming, outgoing) => void proxy.web(incoming, outgoing));
