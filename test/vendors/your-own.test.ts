import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import { runCli } from "../support/run-cli.ts";
import { startServe } from "../support/serve-process.ts";

const root = join(import.meta.dirname, "../..");
const page = await readFile(join(root, "docs/vendors/your-own.md"), "utf8");
const code = /^```ts\n(\/\/ firstparty\.config\.ts\n.*?)^```$/ms.exec(page)?.[1] ?? "";

test("the vendor of docs/vendors/your-own.md serves as it stands", async () => {
  // In the package's own folder, where "firstparty" is the package itself.
  const folder = await mkdtemp(join(root, ".your-own-"));
  const vendor = await loopbackVendor();
  try {
    const file = join(folder, "firstparty.config.ts");
    await writeFile(file, code);
    const served = await startServe("node", ["--config", file, "--port", "0"], {
      FIRSTPARTY_ACME_HOSTS_API: vendor.url,
    });
    try {
      const post = (path: string, init: RequestInit) =>
        fetch(`http://127.0.0.1:${served.port}/am${path}`, { method: "POST", ...init });
      vendor.play([{ status: 202, body: "taken" }]);
      const event = await post("/v2/events?a=1", { body: '{"project":"PROJECT_KEY","id":"1"}' });
      expect([event.status, await event.text()]).toEqual([202, "taken"]);
      expect(vendor.received().map(({ url, body }) => [url, body.toString()])).toEqual([
        ["/v2/events?a=1", '{"project":"PROJECT_KEY","id":"1"}'],
      ]);
      expect((await post("/v2/events", { body: '{"project":"OTHER"}' })).status).toBe(403);

      const renewed = await post("/renew", { headers: { cookie: "acme_id=a1" } });
      expect(renewed.headers.get("set-cookie")).toMatch(/^acme_id_srvr=a1; .*HttpOnly/);
      const restored = await post("/renew", { headers: { cookie: "acme_id_srvr=a1" } });
      expect(restored.headers.getSetCookie()[0]).toMatch(/^acme_id=a1; /);
      const cleared = await post("/clear", {});
      expect(cleared.headers.get("set-cookie")).toMatch(/^acme_id_srvr=; .*Max-Age=0/);
    } finally {
      await served.stop();
    }
  } finally {
    await vendor.stop();
    await rm(folder, { recursive: true });
  }
});

test("its mistake is told as the page says", async () => {
  const told = /^```\n(firstparty: .*\n)```$/m.exec(page)?.[1];
  const wrong = code.replace('keyIn: [{ in: "body"', 'keyIn: [{ in: "cookie"');
  expect(wrong).not.toBe(code);
  const folder = await mkdtemp(join(root, ".your-own-"));
  try {
    await writeFile(join(folder, "firstparty.config.ts"), wrong);
    // As npx tells where it was called.
    const said = await runCli("node", ["serve", "--config", "firstparty.config.ts"], { INIT_CWD: folder });
    expect(said).toEqual({ code: 2, stdout: "", stderr: told });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("it is a vendor in 25 lines, but for what a formatter makes of them", () => {
  const lines = /defineVendor\(\{\n(.*?)^\}\);/ms.exec(code)?.[1]?.split("\n") ?? [];
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.length - 1).toBeLessThanOrEqual(25);
});

test("the page names every field that there is, and none that there is not", async () => {
  const types = await readFile(join(root, "core/vendor-types.ts"), "utf8");
  const fieldsOf = (name: string) => {
    const body = new RegExp(`^export interface ${name}<.*?\\{\\n(.*?)^\\}`, "ms").exec(types)?.[1] ?? "";
    return [...body.matchAll(/^ {2}readonly (\w+)/gm)].map(([, field]) => field);
  };
  const [, ofVendor = "", ofRoute = ""] =
    /^Of a vendor: (.*?)\. Of a route to the vendor: (.*?)\. What/ms.exec(page) ?? [];
  const named = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, field]) => field);
  expect(named(ofVendor)).toEqual(fieldsOf("Vendor"));
  expect(named(ofRoute)).toEqual(fieldsOf("RelayRoute"));
});
