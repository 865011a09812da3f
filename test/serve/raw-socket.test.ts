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

  test("a body that ends early reaches nobody", async () => {
    vendor.play([{ body: "{}" }]);
    const socket = connect(served.port, "127.0.0.1");
    socket.on("error", () => {}).resume();
    socket.end(`${EVENT}Content-Length: 100\r\n\r\n{"half":`);
    await once(socket, "close");
    expect(vendor.received()).toHaveLength(0);
  });

  test("who goes on sending a body that was refused is not cut off before its end: a proxy would say 502", async () => {
    const part = "x".repeat(1_000_000);
    const socket = connect(served.port, "127.0.0.1").setEncoding("latin1");
    let answer = "";
    socket.on("data", (chunk: string) => (answer += chunk)).on("error", () => {});
    socket.write(`${EVENT}Content-Length: ${3 * part.length}\r\n\r\n`);
    // Bun and Deno say so once it is clear from what has come.
    for (let parts = 0; parts < 2; parts++) socket.write(part);
    await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 413 [^]*"body_too_large"/);
    // One after the other, so that a reset has arrived before the last.
    const errors: unknown[] = [];
    for (let parts = 0; parts < 100; parts++)
      errors.push(await new Promise((sent) => socket.write(part.slice(0, part.length / 100), sent)));
    expect(errors.filter(Boolean)).toEqual([]);
    socket.destroy();
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
