import { once } from "node:events";
import { connect } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configOf } from "../parity/sites.ts";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import type { VendorPlayer } from "../parity/vendor.ts";
import { type Served, startServe } from "../support/serve-process.ts";

const HOST = "Host: www.shop.example\r\n";
const EVENT = `POST /ht/v1/track HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;

/**
 * What no client library would send. The server closes, or answers 4xx; nothing reaches the vendor; the next request is served. `505` names
 * what Bun's own parser answers so, before any code of ours.
 */
const attacks: readonly [what: string, bytes: string | Buffer, bunSays?: "505"][] = [
  ["no Host", "POST /ht/v1/track HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"],
  ["two Hosts", `POST /ht/v1/track HTTP/1.1\r\n${HOST}Host: evil.example\r\nContent-Length: 2\r\n\r\n{}`],
  ["a Host with a path", "POST /ht/v1/track HTTP/1.1\r\nHost: a.com/../x\r\nContent-Length: 2\r\n\r\n{}"],
  ["a Host with a line of its own", "POST /ht/renew HTTP/1.1\r\nHost: a\x00b\r\nContent-Length: 0\r\n\r\n"],
  ["a Content-Length that is no number", `${EVENT}Content-Length: abc\r\n\r\n{}`],
  ["a negative Content-Length", `${EVENT}Content-Length: -1\r\n\r\n{}`],
  ["two Content-Lengths", `${EVENT}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`],
  [
    "Content-Length beside Transfer-Encoding",
    `${EVENT}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  ["a huge Content-Length with nothing behind it", `${EVENT}Content-Length: 99999999999\r\n\r\n{}`],
  ["a chunk size that is no number", `${EVENT}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
  ["a double slash for an authority", `GET //evil.example/ht/browser/x.js HTTP/1.1\r\n${HOST}\r\n`],
  [
    "an absolute target of another host, with a dot segment",
    `POST http://evil.example/ht/%2e%2e/x HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`,
  ],
  ["a target without a slash", `GET ht/browser/x.js HTTP/1.1\r\n${HOST}\r\n`],
  ["an asterisk", `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`],
  ["CONNECT", `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`],
  ["TRACE", `TRACE /ht/browser/x.js HTTP/1.1\r\n${HOST}\r\n`],
  ["a method that does not exist", `EVIL /ht/v1/track HTTP/1.1\r\n${HOST}\r\n`],
  ["a lower-case method", `post /ht/v1/track HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`],
  ["a fragment", `GET /ht/browser/x.js#y HTTP/1.1\r\n${HOST}\r\n`],
  ["a backslash", `POST /ht\\..\\v1/track HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`],
  ["a NUL in the path", `GET /ht/browser/x\x00.js HTTP/1.1\r\n${HOST}\r\n`, "505"],
  ["HTTP/0.9", "GET /ht/browser/x.js\r\n", "505"],
  ["noise", Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index))],
];

describe.each(["node", "bun", "deno"] as const)("raw sockets against %s", (runtime) => {
  let vendor: VendorPlayer;
  let served: Served;
  let folder: string;
  beforeAll(async () => {
    vendor = await loopbackVendor();
    folder = await mkdtemp(join(tmpdir(), "firstparty-raw-"));
    const file = join(folder, "config.json");
    await writeFile(file, JSON.stringify(configOf("shop", vendor.url, "http://127.0.0.1:1")));
    served = await startServe(runtime, ["--config", file, "--port", "0"]);
  });
  afterAll(async () => {
    await served.stop();
    await vendor.stop();
    await rm(folder, { recursive: true });
  });

  test.each(attacks)("%s", async (_what, bytes, bunSays) => {
    vendor.play([{ body: "{}" }]);
    const answer = await exchange(served.port, bytes);
    if (runtime === "bun" && bunSays !== undefined) expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${bunSays}`));
    else expect(answer === "" || /^HTTP\/1\.[01] 4\d\d/.test(answer), answer).toBe(true);
    expect(answer).not.toMatch(/\bat .*:\d+:\d+|node_modules/);
    expect(vendor.received()).toHaveLength(0);
    const next = await fetch(`http://127.0.0.1:${served.port}/ht/renew`, { method: "POST" });
    expect(next.status).toBe(200);
  });

  test("a body that ends early reaches nobody", async () => {
    vendor.play([{ body: "{}" }]);
    await exchange(served.port, `${EVENT}Content-Length: 100\r\n\r\n{"half":`, { closes: true });
    expect(vendor.received()).toHaveLength(0);
  });

  test("a client that goes away takes its script's upstream request with it", async () => {
    vendor.play([{ delayMs: 5_000 }]);
    const client = connect(served.port, "127.0.0.1");
    client.on("error", () => {});
    client.write(`GET /ht/browser/x.js HTTP/1.1\r\n${HOST}\r\n`);
    await expect.poll(() => vendor.received().length).toBe(1);
    const gone = new Promise((resolve) => vendor.received()[0]?.connection?.on("error", resolve).on("close", resolve));
    client.destroy();
    // The deadline of this config is 1.5 s: an end before it is the client's doing.
    await Promise.race([
      gone,
      new Promise((_resolve, reject) => setTimeout(reject, 600, new Error("still connected"))),
    ]);
  });

  test("an answer that breaks off at the vendor breaks off at the client", async () => {
    vendor.play([
      {
        headers: [
          ["content-type", "text/javascript"],
          ["content-length", "200000"],
        ],
        body: "x".repeat(100_000),
        truncates: true,
      },
    ]);
    const script = fetch(`http://127.0.0.1:${served.port}/ht/browser/x.js`);
    await expect(script.then((response) => response.text())).rejects.toThrow();
  });
});

/** Sends bytes and collects what comes back until the server closes or is silent. */
async function exchange(port: number, bytes: string | Buffer, { closes = false } = {}): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
  socket.on("error", () => {});
  await once(socket, "connect");
  if (closes) socket.end(bytes);
  else socket.write(bytes);
  // The server's silence is an answer too: it waits for a body that will not come.
  await Promise.race([once(socket, "close"), new Promise((resolve) => setTimeout(resolve, 250))]);
  socket.destroy();
  return answer;
}
