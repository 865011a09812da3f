import { once } from "node:events";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { toNode } from "../../adapters/node.ts";
import { recorder } from "../support/asked.ts";

test("headers leave as the octets that they are, beside a body of text as well", async () => {
  const server = createServer(toNode(recorder({ setCookies: ["as_\xe9_srvr=1"], body: "é" })));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const [response] = (await once(get({ port: (server.address() as AddressInfo).port }), "response")) as [
    IncomingMessage,
  ];
  expect(response.headers).toMatchObject({ "set-cookie": ["as_\xe9_srvr=1"], "content-length": "2" });
  response.resume();
  server.close();
});
