import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { toNode } from "firstparty/node";
import { parityHandler } from "../../parity/entries/parity-handler.ts";
import { printPorts } from "../../parity/entries/print-ports.ts";

const handler = parityHandler(process.env["PARITY_SITES"] ?? "");
const app = express();
// The site's own header; the table would take it for the vendor's.
app.disable("x-powered-by");
app.use("/ht", toNode(handler));
app.use("/acme", toNode(handler));
app.use("/sg", toNode(handler));
app.use("/br", toNode(handler));
app.use(express.json());

await printPorts(async (hostname) => {
  const server = app.listen(0, hostname);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
});
