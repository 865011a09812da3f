import { generateKeyPairSync } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Analytics, type AnalyticsSettings } from "@segment/analytics-node";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type SegmentVendor, startSegmentVendor } from "../support/segment-vendor.ts";
import { type Served, startServe } from "../support/serve-process.ts";

/** The real server library, set up as a user would, through `firstparty serve`. */
let vendor: SegmentVendor;
let keyed: Served;
let open: Served;
beforeAll(async () => {
  vendor = await startSegmentVendor();
  const env = {
    FIRSTPARTY_VENDORS: "segment",
    FIRSTPARTY_COOKIE_DOMAINS: "none",
    FIRSTPARTY_SEGMENT_HOSTS_CDN: vendor.url,
    FIRSTPARTY_SEGMENT_HOSTS_API: vendor.url,
  };
  [keyed, open] = await Promise.all([
    startServe("node", ["--port", "0"], { ...env, FIRSTPARTY_SEGMENT_WRITE_KEYS: "WK=127.0.0.1,WK2=example.com" }),
    startServe("node", ["--port", "0"], env),
  ]);
});
afterAll(async () => {
  await Promise.all([keyed.stop(), open.stop(), vendor.stop()]);
});
let before: number;
beforeEach(() => {
  before = vendor.received.length;
});
/** What has come to the vendor in this test. */
const received = () => vendor.received.slice(before);

/** Sends a person and an order in one batch, and resolves with what the library says became of each. */
async function sends(settings: Partial<AnalyticsSettings>): Promise<readonly unknown[]> {
  // The prefix stands in `path`: of `host` the library drops it.
  const analytics = new Analytics({
    writeKey: "WK",
    host: `http://127.0.0.1:${keyed.port}`,
    path: "/sg/v1/batch",
    ...settings,
  });
  const failures: unknown[] = [];
  analytics.on("error", ({ reason }) => failures.push(reason));
  analytics.identify({ userId: "user-42", traits: { email: "ann@example.com" } });
  analytics.track({ userId: "user-42", event: "Order Placed", properties: { total: 5 } });
  await analytics.closeAndFlush();
  return failures;
}

const batchOf = (body: string) => JSON.parse(body) as { readonly batch: readonly Record<string, unknown>[] };

test("a batch arrives as the library sent it", async () => {
  expect(await sends({})).toEqual([]);
  expect(received()).toHaveLength(1);
  const [{ method, path, headers, body } = vendorGotNothing()] = received();
  expect([method, path]).toEqual(["POST", "/v1/batch"]);
  expect(headers).toMatchObject({
    authorization: "Basic V0s6",
    "content-type": "application/json",
    "user-agent": "analytics-node-next/latest",
    "x-forwarded-for": "127.0.0.1",
  });
  expect(headers).not.toHaveProperty("cookie");
  expect(batchOf(body)).toMatchObject({
    writeKey: "WK",
    batch: [
      { type: "identify", userId: "user-42", traits: { email: "ann@example.com" } },
      { type: "track", userId: "user-42", event: "Order Placed", properties: { total: 5 } },
    ],
  });
});

test("429 and Retry-After reach the library, which sends again when it was told to, and says so", async () => {
  vendor.tell(/^\/v1\/batch$/, { status: 429, headers: { "retry-after": "1" } });
  const told: unknown[] = [];
  const listening = new Analytics({ writeKey: "WK", host: `http://127.0.0.1:${keyed.port}`, path: "/sg/v1/batch" });
  listening.on("http_response", ({ status, headers }) =>
    told.push([status, (headers as Record<string, string>)["retry-after"]]),
  );
  listening.track({ userId: "user-42", event: "Order Placed" });
  await listening.closeAndFlush();
  expect(told).toEqual([
    [429, "1"],
    [200, undefined],
  ]);
  expect(received().map(({ headers }) => headers["x-retry-count"])).toEqual([undefined, "1"]);
  const [first, second] = received().map(({ body }) => batchOf(body).batch);
  expect(second, "the same messageId: the vendor counts it once").toEqual(first);
});

test("an OAuth token in Authorization is no key: the body's counts", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const oauthSettings = {
    clientId: "CLIENT",
    keyId: "KEY",
    clientKey: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    authServer: vendor.url,
  };
  const token = { body: '{"access_token":"t0k.en","expires_in":3600}' };
  vendor.tell(/^\/token$/, token, token);
  expect(await sends({ oauthSettings })).toEqual([]);
  const [batch = vendorGotNothing()] = received().filter(({ path }) => path === "/v1/batch");
  expect(batch.headers["authorization"]).toBe("Bearer t0k.en");

  expect(await sends({ oauthSettings, writeKey: "OTHER" })).toMatchObject([
    { message: "[403] Forbidden" },
    { message: "[403] Forbidden" },
  ]);
  expect(received().filter(({ path }) => path === "/v1/batch")).toHaveLength(1);
});

test.each(["OTHER", "WK2"])(
  "a key that may not pass here is told to the library, and sends nothing up (%s)",
  async (writeKey) => {
    expect(await sends({ writeKey })).toMatchObject([{ message: "[403] Forbidden" }, { message: "[403] Forbidden" }]);
    expect(received()).toEqual([]);
  },
);

test.each(["batch", "b", "import"])(
  "a compressed /v1/%s passes, and not with another source's key where keys are named",
  async (path) => {
    // As the libraries for Python and Kotlin may; Ruby's sends to /v1/import.
    const post = (port: number, writeKey = "WK") =>
      fetch(`http://127.0.0.1:${port}/sg/v1/${path}`, {
        method: "POST",
        headers: { authorization: "Basic V0s6", "content-type": "application/json", "content-encoding": "gzip" },
        body: gzipSync(JSON.stringify({ writeKey, batch: [] })),
      });
    expect((await post(open.port)).status).toBe(200);
    expect(received()).toMatchObject([{ path: `/v1/${path}`, headers: { "content-encoding": "gzip" } }]);
    expect((await post(keyed.port)).status).toBe(200);
    expect(received()).toHaveLength(2);
    const refused = await post(keyed.port, "OTHER");
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "key_not_allowed" }]);
  },
);

function vendorGotNothing(): never {
  throw new Error("nothing has come to the vendor");
}
