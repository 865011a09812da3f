import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const root = join(import.meta.dirname, "../..");
const SDK = "node_modules/@ht-sdks/events-sdk-js-browser";

// Processes start slowly where others have the cores.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let started: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "firstparty-dev-"));
});
afterEach(async () => {
  for (const child of started) child.kill("SIGKILL");
  started = [];
  await rm(folder, { recursive: true });
});

/** `firstparty dev` on Node itself, from wherever it is installed. */
function dev(args: readonly string[], { cli = join(root, "dist/cli/firstparty.js"), cwd = folder, path = "" } = {}) {
  const child = spawn(process.execPath, [cli, "dev", ...args], { cwd, env: { PATH: path } });
  started.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const url = async () => {
    await expect.poll(() => output.stdout, { timeout: 30_000, interval: 20 }).toContain("playground on ");
    return /http:\S+/.exec(output.stdout)?.[0] ?? "";
  };
  return { child, output, url, end: once(child, "close") };
}

test("says in one sentence that the port is taken, and exits 2", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const { output, end } = dev(["--port", String(port)]);
  expect((await end)[0]).toBe(2);
  const sentence = `cannot listen on 127.0.0.1:${port}: it is taken; choose another with --port`;
  expect(output.stderr).toBe(`firstparty: ${sentence}\n`);
  other.close();
});

test("--open opens the page in the default browser", async () => {
  for (const name of ["xdg-open", "open"]) {
    await writeFile(join(folder, name), `#!/bin/sh\necho "$1" > "${folder}/opened"\n`, { mode: 0o755 });
  }
  const { url } = dev(["--port", "0", "--open"], { path: folder });
  const opened = () => readFile(join(folder, "opened"), "utf8").catch(() => "");
  await expect.poll(opened, { timeout: 30_000, interval: 20 }).toBe(`${await url()}\n`);
});

test("--open without a browser to open says so, and the playground goes on", async () => {
  const { output, url } = dev(["--port", "0", "--open"]);
  const sentence = `: open ${await url()} in yours\n`;
  await expect.poll(() => output.stderr, { timeout: 30_000, interval: 20 }).toContain(sentence);
  expect(output.stderr.trim().split("\n")).toHaveLength(1);
  expect((await fetch(await url())).status).toBe(200);
});

test("serves the SDK of the project that it is started in, and names what to install where there is none", async () => {
  const installed = join(folder, "elsewhere/node_modules/firstparty");
  await cp(join(root, "dist"), join(installed, "dist"), { recursive: true });
  await cp(join(root, "package.json"), join(installed, "package.json"));
  for (const name of ["undici", "itty-router"]) {
    await symlink(join(root, "node_modules", name), join(installed, "..", name));
  }
  const project = join(folder, "project");
  await mkdir(dirname(join(project, SDK)), { recursive: true });
  const options = { cli: join(installed, "dist/cli/firstparty.js"), cwd: project };

  const { output, end } = dev(["--port", "0"], options);
  expect((await end)[0]).toBe(2);
  expect(output.stderr).toContain("npm install --save-dev @ht-sdks/events-sdk-js-browser");
  expect(output.stderr.trim().split("\n")).toHaveLength(1);

  await symlink(join(root, SDK), join(project, SDK));
  const url = await dev(["--port", "0"], options).url();
  const sdk = await fetch(`${url}/ht/browser/release/v1-latest/events.min.js`);
  expect(await sdk.text()).toContain("httpCookieServiceOptions");
});

test("weighs less than 40 kB", async () => {
  const url = await dev(["--port", "0"]).url();
  let bytes = 0;
  for (const path of ["/", "/playground/panel.css", "/playground/panel.js"]) {
    bytes += (await (await fetch(url + path)).arrayBuffer()).byteLength;
  }
  expect(bytes).toBeLessThan(40_000);
});
