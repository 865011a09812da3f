import { once } from "node:events";
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { toVercel, toVercelLegacy, toVercelMethods } from "../../adapters/vercel.ts";
import { createFirstParty, hightouch, type PlatformContext } from "../../core/index.ts";

const config = { vendors: [hightouch()], cookieDomains: ["example.com"] };
const EVENT = '{"messageId":"1"}';
const CONTEXT = Symbol.for("@vercel/request-context");
const globals = globalThis as { [CONTEXT]?: unknown };

afterEach(() => {
  delete globals[CONTEXT];
  vi.unstubAllGlobals();
});

/** The vendor in place of global fetch, which is this adapter's way to it. */
function vendor(answer: () => Response) {
  const asked = vi.fn(async (_url: string, _init: { readonly body: Uint8Array }) => answer());
  vi.stubGlobal("fetch", asked);
  return asked;
}

describe("waitUntil", () => {
  function seen(): { handler: ReturnType<typeof createFirstParty>; context: () => PlatformContext } {
    let context: PlatformContext = {};
    const handler = Object.assign(
      async (_request: Request, given: PlatformContext = {}) => {
        context = given;
        return new Response();
      },
      { answer: () => Promise.reject(new Error("not asked")), patienceMs: 0 },
    );
    return { handler, context: () => context };
  }
  const work = Promise.resolve();

  test("is the second argument's, where the platform gives one", async () => {
    const { handler, context } = seen();
    const waitUntil = vi.fn();
    const { fetch } = toVercel(handler);
    await fetch(new Request("https://www.example.com/"), { waitUntil });
    context().waitUntil?.(work);
    expect(waitUntil).toHaveBeenCalledExactlyOnceWith(work);
  });

  test("is otherwise that of the request at hand, asked for when it is needed", async () => {
    const { handler, context } = seen();
    const { POST } = toVercelMethods(handler);
    await POST(new Request("https://www.example.com/", { method: "POST" }));
    const waitUntil = vi.fn();
    globals[CONTEXT] = { get: () => ({ waitUntil }) };
    context().waitUntil?.(work);
    expect(waitUntil).toHaveBeenCalledExactlyOnceWith(work);
  });

  test("may be missing: off the platform nothing holds the work, and nothing breaks", async () => {
    const { handler, context } = seen();
    await toVercel(handler).fetch(new Request("https://www.example.com/"));
    expect(() => context().waitUntil?.(work)).not.toThrow();
  });
});

describe("the legacy form", () => {
  const legacy = toVercelLegacy(createFirstParty(config));
  const event = { method: "POST", path: "/ht/v1/track", headers: { "content-type": "application/json" } };

  async function serve(
    listener: RequestListener,
    send: (outgoing: ClientRequest) => unknown = (outgoing) => outgoing.end(EVENT),
  ) {
    const server = createServer(listener);
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const outgoing = request({ host: "127.0.0.1", port, ...event });
      send(outgoing);
      const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
      let text = "";
      for await (const chunk of incoming) text += String(chunk);
      return { status: incoming.statusCode, text };
    } finally {
      server.close();
    }
  }

  /** As the helpers of @vercel/node leave a request: read to its end, and given again behind `read` and `on`. */
  async function readBefore(incoming: IncomingMessage, more: object = {}): Promise<IncomingMessage> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const again = new PassThrough();
    again.end(Buffer.concat(chunks));
    return Object.assign(incoming, { read: again.read.bind(again) }, more);
  }

  test("what the helpers have read is read again, byte for byte", async () => {
    const asked = vendor(() => Response.json({}));
    const bytes = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => index));
    const { status } = await serve(
      async (incoming, outgoing) => legacy(await readBefore(incoming), outgoing),
      (outgoing) => outgoing.end(bytes),
    );
    expect(status).toBe(200);
    expect(Buffer.from(asked.mock.calls[0]?.[1].body ?? []).equals(bytes)).toBe(true);
  });

  test.each(["a length of 0", "no length"])("an empty body is no body that was taken away (%s)", async (announced) => {
    const asked = vendor(() => Response.json({}));
    const { status } = await serve(
      async (incoming, outgoing) => legacy(await readBefore(incoming), outgoing),
      (outgoing) => {
        outgoing.useChunkedEncodingByDefault = false;
        outgoing.setHeader("content-length", 0);
        // Once taken away it stays away.
        if (announced === "no length") outgoing.removeHeader("content-length");
        outgoing.end();
      },
    );
    expect([status, asked.mock.calls.length]).toEqual([200, 1]);
  });

  test("bytes that only req.body still holds are taken from there", async () => {
    const asked = vendor(() => Response.json({}));
    const { status } = await serve(async (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      await legacy(Object.assign(incoming, { body: Buffer.concat(chunks) }), outgoing);
    });
    expect(status).toBe(200);
    expect(Buffer.from(asked.mock.calls[0]?.[1].body ?? []).toString()).toBe(EVENT);
  });

  test.each([
    ["parsed", { body: JSON.parse(EVENT) as object }],
    ["nowhere", {}],
    [
      "behind a getter that throws",
      Object.defineProperty({}, "body", {
        get() {
          throw new Error("Invalid JSON");
        },
      }),
    ],
  ])("bytes that are gone are said to be, and nothing reaches the vendor (%s)", async (_, more) => {
    const asked = vendor(() => Response.json({}));
    const answered = await serve(async (incoming, outgoing) => {
      const taken = await readBefore(incoming);
      taken.read();
      await legacy(Object.defineProperties(taken, Object.getOwnPropertyDescriptors(more)), outgoing);
    });
    expect(answered.status).toBe(500);
    expect(JSON.parse(answered.text)).toMatchObject({ code: "body_consumed" });
    expect(asked).not.toHaveBeenCalled();
  });

  test("a header that Node will not write ends the connection, not the process", async () => {
    vendor(() => Response.json({}));
    const failing = (_: IncomingMessage, outgoing: ServerResponse) =>
      Object.assign(outgoing, {
        writeHead: () => {
          throw new TypeError("Invalid character in header content");
        },
      });
    await expect(serve((incoming, outgoing) => void legacy(incoming, failing(incoming, outgoing)))).rejects.toThrow(
      "socket hang up",
    );
  });

  test("takes what createFirstParty returned, not a function around it", () => {
    const wrapped = (() => Promise.resolve(new Response())) as unknown as ReturnType<typeof createFirstParty>;
    expect(() => toVercelLegacy(wrapped)).toThrow(TypeError);
  });
});
