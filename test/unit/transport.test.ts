import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFirstParty, type FirstPartyError, hightouch, type Transport } from "../../core/index.ts";
import { closedPort } from "../support/closed-port.ts";

const event = () =>
  new Request("https://www.example.com/ht/v1/track", {
    method: "POST",
    body: "{}",
    headers: { "content-type": "text/plain" },
  });

/** A transport that fails with the given errors, one a call, and then answers. */
function failing(...errors: unknown[]): { transport: Transport; calls: () => number } {
  let calls = 0;
  const transport = async () => {
    const error = errors[calls++];
    if (error !== undefined) throw error;
    return new Response("ok");
  };
  return { transport: Object.assign(transport, { encoding: "decoded" as const }), calls: () => calls };
}

function served(route: "collect" | "script", retryMs = 5_000) {
  const failures: FirstPartyError[] = [];
  const handler = createFirstParty({
    vendors: [hightouch()],
    cookieDomains: ["example.com"],
    timeouts: { retryMs },
    onError: (error) => failures.push(error),
  });
  const request = route === "collect" ? event() : new Request("https://www.example.com/ht/browser/x.js");
  return { failures, ask: (transport: Transport) => handler(request, { fetch: transport }) };
}

const refused = () =>
  Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) });
const reset = () =>
  Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(), { code: "ECONNRESET" }) });

test("a waitUntil that throws costs an event nothing", async () => {
  const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });
  const waitUntil = () => {
    throw new TypeError("context.waitUntil is not a function");
  };
  const { transport, calls } = failing();
  const { status } = await handler(event(), { fetch: transport, waitUntil });
  expect([status, calls()]).toEqual([200, 1]);
});

test.each([204, 205, 304])(
  "a %s leaves without a body and its length, whatever a vendor's server made of it",
  async (status) => {
    const { body } = new Response("left over");
    const headers = new Headers({ "content-length": "9" });
    const wrong: Transport = Object.assign(
      async () => ({ status, headers, body, arrayBuffer: async () => new ArrayBuffer(9) }),
      { encoding: "pass" as const },
    );
    const response = await served("script").ask(wrong);
    expect([response.status, response.body, response.headers.get("content-length")]).toEqual([status, null, null]);
  },
);

test("patienceMs covers the slowest answer: the last try, its first byte at the last moment, and the body as long after it", () => {
  const timeouts = { headersMs: 3_000, retryMs: 700 };
  expect(createFirstParty({ vendors: [hightouch()], cookieDomains: [], timeouts }).patienceMs).toBe(6_700);
});

test.each([204, 205, 304])("a %i has no length of a body: a client would wait for it", async (status) => {
  const headers = new Headers({ "content-length": "5", etag: '"e"' });
  const answered = { status, headers, body: null, arrayBuffer: async () => new ArrayBuffer(0) };
  const transport = Object.assign(async () => answered, { encoding: "pass" as const });
  for (const route of ["collect", "script"] as const) {
    const answer = await served(route).ask(transport);
    expect([answer.status, answer.headers.get("content-length")]).toEqual([status, null]);
  }
});

describe("retry", () => {
  test("connect: tried again where nothing was sent", async () => {
    const { transport, calls } = failing(refused());
    expect((await served("script").ask(transport)).status).toBe(200);
    expect(calls()).toBe(2);
  });

  test("connect: not tried again where something may have been sent", async () => {
    const { transport, calls } = failing(reset());
    expect((await served("script").ask(transport)).status).toBe(502);
    expect(calls()).toBe(1);
  });

  test("keyed: four tries at most, and the cause goes to onError only", async () => {
    const { transport, calls } = failing(reset(), reset(), reset(), reset(), reset());
    const { ask, failures } = served("collect", 10_000);
    const response = await ask(transport);
    expect(calls()).toBe(4);
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain("fetch failed");
    expect(failures.map(({ code, vendor, route }) => [code, vendor, route])).toEqual([
      ["upstream_unreachable", "hightouch", "/v1/:type+"],
    ]);
    expect(failures[0]?.cause).toBeInstanceOf(TypeError);
  });

  test("retryMs 0 turns retries off", async () => {
    const { transport, calls } = failing(reset());
    expect((await served("collect", 0).ask(transport)).status).toBe(502);
    expect(calls()).toBe(1);
  });

  test.each(["node", "bun", "deno"])(
    "%s: a refused connection is known as one where nothing was sent",
    async (runtime) => {
      const root = join(import.meta.dirname, "../..");
      const args = runtime === "deno" ? ["run", "-A", "--no-check"] : [];
      const script = join(root, "test/support/connect-error.ts");
      const { stdout } = await promisify(execFile)(join(root, "node_modules/.bin", runtime), [
        ...args,
        script,
        String(await closedPort()),
      ]);
      expect(stdout.trim()).toBe("nothing was sent: true");
    },
  );
});

describe("a transport that decodes and keeps the labels (global fetch)", () => {
  const code = "/* sdk */".repeat(1_000);
  const server = createServer((_incoming, outgoing) => {
    const body = gzipSync(code);
    outgoing.writeHead(200, {
      "content-type": "text/javascript",
      "content-encoding": "gzip",
      "content-length": body.length,
    });
    outgoing.end(body);
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => server.close());

  test("a decoded body leaves without the labels of the encoded one", async () => {
    const cdn = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const handler = createFirstParty({ vendors: [hightouch({ hosts: { cdn } })], cookieDomains: [] });
    const response = await handler(new Request("https://www.example.com/ht/browser/x.js"));
    expect(response.headers.get("content-encoding")).toBe(null);
    expect(response.headers.get("content-length")).toBe(null);
    expect(await response.text()).toBe(code);
  });
});

describe("the client goes away", () => {
  const never: Transport = Object.assign(
    (_url: string, { signal }: Parameters<Transport>[1]) =>
      new Promise<never>((_resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
    { encoding: "decoded" as const },
  );
  const ask = (request: Request, transport: Transport) =>
    createFirstParty({ vendors: [hightouch()], cookieDomains: [], timeouts: { headersMs: 100, retryMs: 0 } })(request, {
      fetch: transport,
    });

  test("a script is no longer asked for", async () => {
    const client = new AbortController();
    const answer = ask(new Request("https://www.example.com/ht/browser/x.js", { signal: client.signal }), never);
    client.abort();
    expect((await answer).status).toBe(499);
  });

  test("an event that has come in whole is delivered all the same", async () => {
    const client = new AbortController();
    let isDelivered = false;
    const slow: Transport = Object.assign(
      async (_url: string, { signal }: Parameters<Transport>[1]) => {
        client.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
        isDelivered = !signal.aborted;
        return new Response("ok");
      },
      { encoding: "decoded" as const },
    );
    const request = new Request("https://www.example.com/ht/v1/track", {
      method: "POST",
      body: "{}",
      signal: client.signal,
    });
    expect((await ask(request, slow)).status).toBe(200);
    expect(isDelivered).toBe(true);
  });

  test("a body that breaks off reaches nobody", async () => {
    const { transport, calls } = failing();
    const body = new ReadableStream({ start: (controller) => controller.error(new Error("gone")) });
    const request = new Request("https://www.example.com/ht/v1/track", {
      method: "POST",
      body,
      duplex: "half",
    } as RequestInit);
    expect((await ask(request, transport)).status).toBe(499);
    expect(calls()).toBe(0);
  });
});

test("a serverless platform is asked to stay until an event is delivered", async () => {
  const work: Promise<unknown>[] = [];
  const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: [] });
  await handler(event(), { fetch: failing().transport, waitUntil: (promise) => work.push(promise) });
  expect(work).toHaveLength(1);
  await expect(work[0]).resolves.toMatchObject({ status: 200 });
});

test("a bug inside is a 500 with a constant body, and goes to onError", async () => {
  const failures: FirstPartyError[] = [];
  const handler = createFirstParty({
    vendors: [hightouch()],
    cookieDomains: [],
    onError(error) {
      failures.push(error);
      throw new Error("an operator's callback may throw");
    },
  });
  const context = {
    get fetch(): never {
      throw new Error("secret detail");
    },
  };
  const response = await handler(event(), context);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret detail");
  expect(failures.map(({ code }) => code)).toEqual(["internal"]);
});
