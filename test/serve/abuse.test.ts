import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import type { VendorPlayer } from "../parity/vendor.ts";
import { type Served, startServe } from "../support/serve-process.ts";

let vendor: VendorPlayer;
let env: Record<string, string>;
beforeAll(async () => {
  vendor = await loopbackVendor();
  env = {
    FIRSTPARTY_VENDORS: "hightouch",
    FIRSTPARTY_COOKIE_DOMAINS: "shop.example",
    FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor.url,
    FIRSTPARTY_HIGHTOUCH_HOSTS_CDN: vendor.url,
  };
});
afterAll(() => vendor.stop());

describe.each(["node", "bun", "deno"] as const)("abuse of firstparty serve on %s", (runtime) => {
  let served: Served;
  beforeAll(async () => {
    served = await startServe(runtime, ["--port", "0"], {
      ...env,
      FIRSTPARTY_CLIENT_IP_HEADER: "cf-connecting-ip",
      FIRSTPARTY_TIMEOUTS_BODY_MS: "300",
    });
  });
  afterAll(() => served.stop());

  test.each([
    ["of a length", "content-length: 1000\r\n\r\n", "x"],
    ["in chunks", "transfer-encoding: chunked\r\n\r\n", "1\r\nx\r\n"],
  ])("a body that drips in is 408, and the connection ends (%s)", async (_what, framing, drop) => {
    vendor.play([{ body: "{}" }]);
    const socket = connect(served.port, "127.0.0.1");
    let answer = "";
    let isClosed = false;
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => (isClosed = true));
    socket.write(`POST /ht/v1/track HTTP/1.1\r\nhost: www.shop.example\r\n${framing}`);
    const dripping = setInterval(() => socket.write(drop), 20);
    try {
      await expect.poll(() => answer, { timeout: 10_000 }).toMatch(/^HTTP\/1\.1 408 [^]*"code":"body_timeout"/);
      expect(answer.toLowerCase()).toContain("\r\nconnection: close\r\n");
      // Deno keeps what it has said it would close for as long as the client goes on (docs/limits.md).
      if (runtime !== "deno") await expect.poll(() => isClosed, { timeout: 10_000 }).toBe(true);
    } finally {
      clearInterval(dripping);
      socket.destroy();
    }
    expect(vendor.received()).toHaveLength(0);
    expect((await fetch(`http://127.0.0.1:${served.port}/ht/renew`, { method: "POST" })).status).toBe(200);
  });

  test("an address that calls renew too often is 429 by itself, and its events go on", async () => {
    vendor.play([{ body: "{}" }]);
    const ask = (path: string, address: string) =>
      fetch(`http://127.0.0.1:${served.port}${path}`, { method: "POST", headers: { "cf-connecting-ip": address } });
    let calls = 0;
    let answer: Response;
    do {
      answer = await ask("/ht/renew", "203.0.113.7");
      await answer.text();
    } while (answer.status === 200 && ++calls < 5_000);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(calls).toBeGreaterThanOrEqual(300);
    expect((await ask("/ht/renew", "203.0.113.8")).status).toBe(200);
    expect((await ask("/ht/v1/track", "203.0.113.7")).status).toBe(200);
    expect(served.output().stderr).not.toContain("203.0.113");
  });
});

test("a vendor that is switched off is named once, at start, and no request of its events is logged", async () => {
  const served = await startServe("node", ["--port", "0"], { ...env, FIRSTPARTY_DISABLED: "all" });
  try {
    vendor.play([{ body: "{}" }]);
    for (let event = 0; event < 3; event++) {
      const answer = await fetch(`http://127.0.0.1:${served.port}/ht/v1/track`, { method: "POST", body: "{}" });
      expect(await answer.text()).toBe('{"dropped":true,"by":"disabled"}');
    }
    expect(vendor.received()).toHaveLength(0);
    const lines = served.output().stderr.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: expect.any(String), level: "warn", event: "disabled", vendors: ["hightouch"] },
    ]);
  } finally {
    await served.stop();
  }
});
