import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toNode } from "../../adapters/node.ts";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import type { VendorPlayer } from "../parity/vendor.ts";

/** A middleware in front of ours, as frameworks and their plugins are. */
type Before = (incoming: IncomingMessage & Record<string, unknown>, outgoing: ServerResponse) => Promise<void> | void;

let vendor: VendorPlayer;
beforeAll(async () => {
  vendor = await loopbackVendor();
});
afterAll(() => vendor.stop());

async function post(before: Before, path: string, init: RequestInit = {}): Promise<Response> {
  const handler = createFirstParty({
    vendors: [hightouch({ hosts: { cdn: vendor.url, events: vendor.url } })],
    cookieDomains: [],
    limits: { bodyBytes: 100 },
  });
  const listener = toNode(handler);
  const server = createServer(async (incoming, outgoing) => {
    await before(incoming as IncomingMessage & Record<string, unknown>, outgoing);
    void listener(incoming, outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vendor.play([{ body: "{}" }]);
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: "{ }", ...init });
    return new Response(await answer.arrayBuffer(), answer);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function read(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function receivedBody(): string | undefined {
  const [request] = vendor.received();
  return request && Buffer.from(request.body).toString("latin1");
}

test("a mount that strips its path leaves the URL as sent in originalUrl", async () => {
  const strip: Before = (incoming) => {
    incoming["originalUrl"] = incoming.url;
    incoming.url = incoming.url?.replace("/ht", "");
  };
  expect((await post(strip, "/ht/v1/track?a=1&&b=%2B")).status).toBe(200);
  expect(vendor.received()[0]?.url).toBe("/v1/track?a=1&&b=%2B");
});

test.each(["rawBody", "body"])("bytes that were kept in %s go up as they came in", async (place) => {
  const keep: Before = async (incoming) => {
    incoming[place] = await read(incoming);
  };
  expect((await post(keep, "/ht/v1/track")).status).toBe(200);
  expect(receivedBody()).toBe("{ }");
});

test("rawBody comes before a parsed body", async () => {
  const keep: Before = async (incoming) => {
    incoming["rawBody"] = await read(incoming);
    incoming["body"] = {};
  };
  await post(keep, "/ht/v1/track");
  expect(receivedBody()).toBe("{ }");
});

test("kept bytes are counted as well", async () => {
  const keep: Before = async (incoming) => {
    await read(incoming);
    incoming["rawBody"] = Buffer.alloc(101);
  };
  expect((await post(keep, "/ht/v1/track")).status).toBe(413);
  expect(vendor.received()).toHaveLength(0);
});

test.each<[what: string, parsed: unknown]>([
  ["an object", {}],
  ["a text", "{ }"],
  ["nothing", undefined],
])("a body that was parsed to %s is not written out again: the answer says what to change", async (_what, parsed) => {
  const parse: Before = async (incoming) => {
    await read(incoming);
    incoming["body"] = parsed;
  };
  const answer = await post(parse, "/ht/v1/track");
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({
    code: "body_consumed",
    message: expect.stringContaining("mount it before body parsers") as string,
  });
  expect(vendor.received()).toHaveLength(0);
});

test("kept bytes are not those of the wire where a parser has decompressed them", async () => {
  const keep: Before = async (incoming) => {
    await read(incoming);
    incoming["body"] = Buffer.from("{ }");
  };
  const init = { body: Uint8Array.from(gzipSync("{ }")), headers: { "content-encoding": "gzip" } };
  expect((await post(keep, "/ht/v1/track", init)).status).toBe(500);
  expect(vendor.received()).toHaveLength(0);
});

test("a parser that found an empty body has taken nothing", async () => {
  const parse: Before = async (incoming) => {
    await read(incoming);
    incoming["body"] = {};
  };
  expect((await post(parse, "/ht/v1/track", { body: "" })).status).toBe(200);
  expect(receivedBody()).toBe("");
});

test("renew works whoever has read its body", async () => {
  const parse: Before = async (incoming) => {
    await read(incoming);
  };
  expect((await post(parse, "/ht/renew")).status).toBe(200);
});

test("cookies that the site has set on the answer stay beside ours", async () => {
  const session: Before = (_incoming, outgoing) => {
    outgoing.setHeader("set-cookie", ["session=1", "csrf=2"]);
  };
  const answer = await post(session, "/ht/renew", { headers: { cookie: "htjs_anonymous_id=a" } });
  expect(answer.headers.getSetCookie()).toEqual([
    "session=1",
    "csrf=2",
    expect.stringMatching(/^htjs_anonymous_id_srvr=a;/),
  ]);
});

test("a wrapped writeHead that misreads lists of headers is not given one", async () => {
  const wrap: Before = (_incoming, outgoing) => {
    const writeHead = outgoing.writeHead.bind(outgoing);
    outgoing.writeHead = ((status: number, list?: readonly [string, string][]) => {
      for (const [name, value] of list ?? []) outgoing.setHeader(name, value);
      return writeHead(status);
    }) as typeof outgoing.writeHead;
  };
  const answer = await post(wrap, "/ht/renew", { headers: { cookie: "htjs_anonymous_id=a; htjs_user_id=b" } });
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(answer.headers.getSetCookie()).toHaveLength(2);
});
