import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { STALLS } from "../../bench/siege/stalls.ts";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import type { VendorPlayer } from "../parity/vendor.ts";
import { type Runtime, type Served, startServe } from "../support/serve-process.ts";

/** More than any runtime asks of its vendors at once by default (Bun: 256). */
const WAITING = 300;
const STALLED = 200;
/** More than the buffers between a vendor and a client that does not read. */
const UNREAD_BYTES = 33_554_432;

/** How fast it still is beside a thousand of them: npm run siege. */
describe.each<Runtime>(["node", "bun", "deno"])("stalled connections on %s", (runtime) => {
  let vendor: VendorPlayer;
  let served: Served;
  let sockets: Socket[] = [];
  beforeAll(async () => {
    vendor = await loopbackVendor();
    served = await startServe(runtime, ["--port", "0"], envFor(vendor));
  });
  afterAll(async () => {
    served.process.kill("SIGKILL");
    await vendor.stop();
  });

  const hold = async (count: number, bytes: string) => {
    sockets = Array.from({ length: count }, () =>
      connect(served.port, "127.0.0.1")
        .on("error", () => {})
        .pause(),
    );
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.write(bytes, resolve))));
  };
  const letGo = () => sockets.forEach((socket) => socket.destroy());

  test.each(STALLS.map((stall) => [stall.name, stall] as const))(
    "others are served beside them: %s",
    async (_name, stall) => {
      vendor.play([{ headers: [["content-type", "text/javascript"]], body: "1;" }]);
      await hold(STALLED, stall.opening);
      await checkServed(served.port);
      letGo();
    },
  );

  test("others are served beside clients whose vendor is slow", async () => {
    vendor.play([{ headers: [["content-type", "text/javascript"]], delayMs: 60_000 }]);
    await hold(WAITING, "GET /ht/browser/slow.js HTTP/1.1\r\nHost: www.shop.example\r\n\r\n");
    const waiting = () => vendor.received().filter(({ url }) => url.endsWith("slow.js"));
    await expect.poll(() => waiting().length, { timeout: 10_000 }).toBe(WAITING);
    vendor.play([{ headers: [["content-type", "text/javascript"]], body: "1;" }]);
    await checkServed(served.port);
    letGo();
  });
});

test.concurrent.each<Runtime>(["node", "bun"])(
  "a client that does not read is let go on %s, and the vendor with it",
  async (runtime) => {
    const vendor = await loopbackVendor();
    vendor.play([{ headers: [["content-type", "text/javascript"]], body: "/".repeat(UNREAD_BYTES) }]);
    const served = await startServe(runtime, ["--port", "0"], {
      ...envFor(vendor),
      // The shortest patience that there is: 5 s beside it.
      FIRSTPARTY_TIMEOUTS_HEADERS_MS: "1000",
      FIRSTPARTY_TIMEOUTS_RETRY_MS: "0",
    });
    const client = connect(served.port, "127.0.0.1")
      .on("error", () => {})
      .pause();
    try {
      client.write("GET /ht/browser/large.js HTTP/1.1\r\nHost: www.shop.example\r\n\r\n");
      await expect.poll(() => vendor.received().length).toBe(1);
      await expect.poll(() => vendor.received()[0]?.connection?.destroyed, { timeout: 60_000 }).toBe(true);
    } finally {
      client.destroy();
      served.process.kill("SIGKILL");
      await vendor.stop();
    }
  },
  90_000,
);

function envFor({ url }: VendorPlayer): Record<string, string> {
  return {
    FIRSTPARTY_VENDORS: "hightouch",
    FIRSTPARTY_COOKIE_DOMAINS: "shop.example",
    FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: url,
    FIRSTPARTY_HIGHTOUCH_HOSTS_CDN: url,
  };
}

/** As many at once as a browser opens, several times. */
async function checkServed(port: number): Promise<void> {
  const origin = `http://127.0.0.1:${port}/ht`;
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all([
      fetch(`${origin}/renew`, { method: "POST" }),
      fetch(`${origin}/v1/track`, { method: "POST", body: "{}" }),
      fetch(`${origin}/browser/x.js`),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
  }
}
