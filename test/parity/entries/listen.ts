import { listen } from "firstparty/server";
import { parityHandler } from "./parity-handler.ts";
import { printPorts } from "./print-ports.ts";

const handler = parityHandler(process.env["PARITY_SITES"] ?? "");
await printPorts(async (hostname) => (await listen(handler, { port: 0, hostname })).port);
