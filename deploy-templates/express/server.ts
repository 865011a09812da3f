import type { AddressInfo } from "node:net";
import express from "express";
import { toNode } from "firstparty/node";
import { handler } from "./firstparty.ts";

const app = express().disable("x-powered-by");
app.use("/ht", toNode(handler)); // before body parsers, sessions and cors
app.use(express.json());
app.get("/", (_request, response) => void response.send("your site"));

const server = app.listen(Number(process.env.PORT ?? 3000), process.env.HOST ?? "127.0.0.1");
server.on("listening", () => console.log(`listening on port ${(server.address() as AddressInfo).port}`));
