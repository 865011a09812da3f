import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { type Config, createFirstParty, type FirstPartyError, hightouch, type Vendor } from "../../core/index.ts";
import { tokenBuckets } from "../../core/rate-limit/token-buckets.ts";
import type { Answer, ClientRequest, PlatformContext } from "../../core/types.ts";
import { behindLambda } from "../../server/lambda-web.ts";
import { type Asking, base, request, smallAnswer, transport } from "../support/core-request.ts";

afterEach(() => void vi.useRealTimers());

/** One token, and no second within the life of a test. */
const once = { perSecond: 0.001, burst: 1 };
const served: PlatformContext = { clientIp: "203.0.113.7", forwardedFor: "kept", isLongLived: true };

/** Statuses of two calls in a row; 429 in second place says that the address counts. */
async function twice(config: Partial<Config>, context: PlatformContext, asking: Asking = {}): Promise<number[]> {
  const handler = createFirstParty({ ...base, ...config });
  const fetch = transport(async () => smallAnswer());
  const ask = () => handler.answer(request({ path: "/ht/renew", ...asking }), { ...context, fetch });
  return [(await ask()).status, (await ask()).status];
}

test("one bucket for renew and restore.js of all vendors, one for clear, and one for events", async () => {
  const vendors = [hightouch(), { ...(hightouch({ path: "/two" }) as Vendor), id: "two" }];
  const errors: FirstPartyError[] = [];
  const rate = { perSecond: 0.001, burst: 2 };
  const handler = createFirstParty({
    ...base,
    vendors,
    rateLimit: { identity: rate, collect: rate },
    onError: (error) => void errors.push(error),
  });
  const fetch = transport(async () => smallAnswer());
  const ask = (path: string, method = "POST") =>
    handler.answer(
      { ...request({ path, headers: { origin: "https://www.shop.example" } }), method },
      { ...served, fetch },
    );
  const statuses = [];
  for (const path of ["/ht/renew", "/two/renew", "/ht/renew", "/ht/clear", "/two/clear", "/ht/clear"])
    statuses.push((await ask(path)).status);
  statuses.push((await ask("/ht/restore.js", "GET")).status, (await ask("/ht/renew", "OPTIONS")).status);
  expect(statuses).toEqual([200, 200, 429, 200, 200, 429, 429, 204]);
  const events = [await ask("/ht/v1/track"), await ask("/two/v1/track"), await ask("/ht/v1/track")];
  expect(events.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect((await ask("/ht/browser/x.js", "GET")).status).toBe(200);
  const { headers, body } = events[2] as Answer;
  expect(Number(headers["retry-after"])).toBeGreaterThan(990);
  expect(Number(headers["retry-after"])).toBeLessThanOrEqual(1_000);
  expect(headers).toMatchObject({
    "cache-control": "no-store",
    "access-control-allow-origin": "https://www.shop.example",
  });
  await expect.poll(() => errors.length).toBe(4);
  expect(`${String(body)}${JSON.stringify(errors)}${errors.map(String).join()}`).not.toContain("203.0.113");
});

test.each(["withdraw", "grant"])(
  "nobody's renews or clears keep a neighbour from consent/%s, nor do others' calls",
  async (word) => {
    const handler = createFirstParty({ ...base, rateLimit: { identity: once } });
    const ask = (path: string) => handler.answer(request({ path }), served);
    for (const path of ["/ht/renew", "/ht/clear"]) {
      await ask(path);
      expect((await ask(path)).status).toBe(429);
    }
    for (let call = 0; call < 3; call++) expect((await ask(`/ht/consent/${word}`)).status).toBe(200);
  },
);

test.each<[what: string, rateLimit: Config["rateLimit"], context: PlatformContext, calls: number, status: number]>([
  ["on where a process lives on", undefined, served, 301, 429],
  ["off where it does not", undefined, { ...served, isLongLived: false }, 301, 200],
  ["off where false is said", { identity: false }, served, 301, 200],
  ["anywhere where a rate is said", { identity: once }, { ...served, isLongLived: false }, 2, 429],
])("of identity is %s", async (_what, rateLimit, context, calls, status) => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const handler = createFirstParty({ ...base, rateLimit });
  let last = 0;
  for (let call = 0; call < calls; call++) {
    ({ status: last } = await handler.answer(request({ path: "/ht/renew" }), context));
    if (call < calls - 1) expect(last).toBe(200);
  }
  expect(last).toBe(status);
});

test("what another site sends is refused and not counted: it would use up what is the visitor's own", async () => {
  const handler = createFirstParty({ ...base, rateLimit: { identity: once } });
  const ask = (path: string, site: string) =>
    handler.answer(request({ path, headers: { "sec-fetch-site": site } }), { ...served });
  for (let calls = 0; calls < 3; calls++) expect((await ask("/ht/renew", "cross-site")).status).toBe(403);
  expect([(await ask("/ht/renew", "same-origin")).status, (await ask("/ht/renew", "same-origin")).status]).toEqual([
    200, 429,
  ]);
});

test("of events is off by default", async () => {
  const handler = createFirstParty(base);
  const fetch = transport(async () => smallAnswer());
  for (let call = 0; call < 400; call++)
    expect((await handler.answer(request(), { ...served, fetch })).status).toBe(200);
});

test.each([
  undefined,
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "172.31.9.9",
  "192.168.0.9",
  "169.254.1.1",
  "100.64.0.1",
  "100.127.0.1",
  "::1",
  "::ffff:10.0.0.1",
  "::ffff:7f00:1",
  "fd12:3456::1",
  "fe80::1",
  "64:ff9b::203.0.113.7",
  "unix:",
])("%s is nobody's address", async (clientIp) => {
  expect(await twice({ rateLimit: { identity: once } }, { ...served, clientIp })).toEqual([200, 200]);
});

test.each([
  "172.32.0.1",
  "172.15.0.1",
  "100.63.0.1",
  "100.128.0.1",
  "11.0.0.1",
  "::ffff:203.0.113.7",
  "2001:db8::1",
  "fec0::1",
])("%s is somebody's", async (clientIp) => {
  expect(await twice({ rateLimit: { identity: once } }, { ...served, clientIp })).toEqual([200, 429]);
});

test.each([
  ["2001:db8:0:1::7", "2001:0DB8:0000:0001:ffff:ffff:ffff:ffff", 429],
  ["2001:db8::7", "2001:db8:0:0:1:2:3:4", 429],
  ["2001:db8::1:2:3:4:5", "2001:db8:0:1:9::", 429],
  ["2001:db8:1::", "2001:db8:1:0:ffff::9", 429],
  ["2001:db8:0:1::7", "2001:db8:0:2::7", 200],
  ["203.0.113.7", "203.0.113.8", 200],
])("an IPv6 customer has a /64, an IPv4 one an address (%s, %s)", async (one, other, status) => {
  const handler = createFirstParty({ ...base, rateLimit: { identity: once } });
  const ask = (clientIp: string) => handler.answer(request({ path: "/ht/renew" }), { ...served, clientIp });
  expect((await ask(one)).status).toBe(200);
  expect((await ask(other)).status).toBe(status);
});

const forwarded = { "x-forwarded-for": "198.51.100.1" };
test.each<
  [what: string, config: Partial<Config>, context: PlatformContext, headers: Record<string, string>, counts: boolean]
>([
  ["X-Forwarded-For says that somebody stands in front", {}, served, forwarded, false],
  ["Forwarded says so", {}, served, { forwarded: "for=198.51.100.1" }, false],
  ["trustedHops says who", { trustedHops: 1 }, served, forwarded, true],
  [
    "clientIpHeader says who",
    { clientIpHeader: "cf-connecting-ip" },
    served,
    { ...forwarded, "cf-connecting-ip": "198.51.100.1" },
    true,
  ],
  ["the platform has appended its own entry alone", {}, { ...served, forwardedFor: "appended" }, forwarded, true],
  [
    "somebody's entry stands before the platform's",
    {},
    { ...served, forwardedFor: "appended" },
    { "x-forwarded-for": "6.6.6.6, 198.51.100.1" },
    false,
  ],
  ["the platform replaces the header", {}, { ...served, forwardedFor: undefined }, forwarded, true],
])("where %s", async (_what, config, context, headers, counts) => {
  expect(await twice({ ...config, rateLimit: { identity: once } }, context, { headers })).toEqual([
    200,
    counts ? 429 : 200,
  ]);
});

test("an AWS Lambda web function has no default: it is one process of many, and brings its own", async () => {
  let seen: PlatformContext | undefined;
  const handler = Object.assign(async () => new Response(), {
    answer: async (_request: ClientRequest, context?: PlatformContext) => {
      seen = context;
      return { status: 200, headers: {}, setCookies: [], body: null };
    },
    patienceMs: 1,
  });
  await behindLambda(handler).answer(request({ headers: { "x-forwarded-for": "203.0.113.7" } }), served);
  expect(seen).toMatchObject({ clientIp: "203.0.113.7", isLongLived: false });
});

test("a bucket gives what a bucket of tokens gives, whenever it is asked", () => {
  const rates = fc.record({
    perSecond: fc.double({ min: 0.01, max: 1_000, noNaN: true }),
    burst: fc.integer({ min: 1, max: 400 }),
  });
  fc.assert(
    fc.property(rates, fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 500 }), (rate, gaps) => {
      const take = tokenBuckets(rate);
      let tokens = rate.burst;
      let now = 1_000_000;
      for (const gap of gaps) {
        now += gap;
        tokens = Math.min(rate.burst, tokens + (gap / 1_000) * rate.perSecond);
        const isClose = Math.abs(tokens - 1) < 1e-4;
        const waitSeconds = take("somebody", now);
        if (!isClose) expect(waitSeconds === 0).toBe(tokens >= 1);
        if (waitSeconds === 0) tokens -= 1;
        else expect(waitSeconds).toBeCloseTo((1 - tokens) / rate.perSecond, 1);
      }
    }),
    { seed: 5, numRuns: 300 },
  );
});

test("10,000 callers at most are remembered, those of late before all", () => {
  const take = tokenBuckets(once);
  expect(take("regular", 1)).toBe(0);
  for (let caller = 0; caller < 4_000; caller++) take(`a${caller}`, 1);
  expect(take("regular", 1)).toBeGreaterThan(0);
  // Refused calls do not count as calls, and whoever is remembered among the older is still limited.
  for (let caller = 0; caller < 4_000; caller++) take(`b${caller}`, 1);
  expect(take("regular", 1)).toBeGreaterThan(0);
  for (let caller = 0; caller < 10_000; caller++) take(`c${caller}`, 1);
  expect(take("regular", 1)).toBe(0);
});
