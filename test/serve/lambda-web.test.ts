import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../support/closed-port.ts";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import type { VendorPlayer } from "../parity/vendor.ts";
import { runCli } from "../support/run-cli.ts";
import { type Served, startServe } from "../support/serve-process.ts";

let vendor: VendorPlayer;
let env: Record<string, string>;
beforeAll(async () => {
  vendor = await loopbackVendor();
  env = {
    FIRSTPARTY_VENDORS: "hightouch",
    FIRSTPARTY_COOKIE_DOMAINS: "shop.example",
    FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor.url,
  };
});
afterAll(() => vendor.stop());

/** The address that the vendor is told, for what the platform sends as X-Forwarded-For. */
async function addressFor({ port }: Served, forwardedFor: string | undefined): Promise<string | undefined> {
  vendor.play([{ body: "{}" }]);
  const headers = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
  const answer = await fetch(`http://127.0.0.1:${port}/ht/v1/track`, { method: "POST", body: "{}", headers });
  expect(answer.status).toBe(200);
  return vendor.received()[0]?.headers.find(([name]) => name === "x-forwarded-for")?.[1];
}

test("serve listens where Lambda wants it, whatever PORT and HOST came along, and takes the address that Lambda appended", async () => {
  const port = await freePort();
  const served = await startServe("node", [], {
    ...env,
    AWS_LAMBDA_HTTP_ENDPOINT: `127.0.0.1:${port}`,
    PORT: "1",
    HOST: "nosuch.invalid",
  });
  try {
    expect(served.output().stdout).toBe(`firstparty listening on http://127.0.0.1:${port}\n`);
    expect(await addressFor(served, "203.0.113.9")).toBe("203.0.113.9");
    expect(await addressFor(served, "6.6.6.6, 203.0.113.9")).toBe("203.0.113.9");
    expect(await addressFor(served, "6.6.6.6, 2001:db8::9")).toBe("2001:db8::9");
    expect(await addressFor(served, undefined)).toBe(undefined);
  } finally {
    await served.stop();
  }
});

test("with a CDN in front of Lambda, trustedHops counts the CDN only", async () => {
  const served = await startServe("node", [], {
    ...env,
    AWS_LAMBDA_HTTP_ENDPOINT: "127.0.0.1:0",
    FIRSTPARTY_TRUSTED_HOPS: "1",
  });
  try {
    expect(await addressFor(served, "6.6.6.6, 203.0.113.9, 198.51.100.1")).toBe("203.0.113.9");
  } finally {
    await served.stop();
  }
});

test("flags win over the address of Lambda, and there whoever asks is believed no word", async () => {
  const port = await freePort();
  const served = await startServe("node", ["--port", String(port), "--host", "127.0.0.1"], {
    ...env,
    AWS_LAMBDA_HTTP_ENDPOINT: "[::1]:0",
  });
  try {
    expect(served.output().stdout).toBe(`firstparty listening on http://127.0.0.1:${port}\n`);
    expect(await addressFor(served, "6.6.6.6")).toBe("127.0.0.1");
  } finally {
    await served.stop();
  }
});

test.each(["bun", "deno"] as const)("on %s Lambda's word is taken likewise", async (runtime) => {
  const served = await startServe(runtime, [], { ...env, AWS_LAMBDA_HTTP_ENDPOINT: "127.0.0.1:0" });
  try {
    expect(await addressFor(served, "6.6.6.6, 203.0.113.9")).toBe("203.0.113.9");
  } finally {
    await served.stop();
  }
});

test.each(["8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", ":8080", "127.0.0.1:99999", "http://127.0.0.1:8080"])(
  "an address of Lambda that is none is one sentence (%s)",
  async (value) => {
    const { code, stdout, stderr } = await runCli("node", ["serve"], { ...env, AWS_LAMBDA_HTTP_ENDPOINT: value });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `firstparty: AWS_LAMBDA_HTTP_ENDPOINT must be HOST:PORT, as AWS Lambda sets it (got "${value}")\n`,
    });
  },
);
