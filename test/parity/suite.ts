import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, type ExpectStatic, test } from "vitest";
import { cases } from "./cases/index.ts";
import type { Expected, Headers, ParityCase, Received } from "./case.ts";
import { gapOf } from "./gaps.ts";
import { sitesJson, siteKey, vendorLanes } from "./lanes.ts";
import { type Got, NoAnswer, type Target, type TargetInfo } from "./target.ts";
import type { VendorPlayer, VendorRequest } from "./vendor.ts";

declare module "vitest" {
  interface TaskMeta {
    /** For the grid: the column, and what stands behind it. */
    target?: string;
    targetVersion?: string;
    /** Why this case is expected to fail there. */
    gap?: string;
  }
}

/** What a response never carries, whatever the case: each would do harm on the customer's own domain. */
const NEVER_RETURNED = [
  "strict-transport-security",
  "clear-site-data",
  "alt-svc",
  "nel",
  "report-to",
  "www-authenticate",
  "service-worker-allowed",
  "location",
  "set-cookie2",
  "x-powered-by",
  "server",
];

/** Runs every case against each target, one target after the other and several cases at once; the only place that asserts. */
export function runParity(targets: readonly TargetInfo[]): void {
  describe.each(targets)("parity: $name", (info) => {
    let target: Target | undefined;
    let missing = "it did not start";
    let lanes: readonly VendorPlayer[] = [];
    let freeLanes: number[] = [];
    beforeAll(async () => {
      lanes = await vendorLanes(info.how === "in process");
      freeLanes = lanes.map((_, lane) => lane);
      const started = await info.start(await sitesJson(lanes));
      if ("send" in started) return void (target = started);
      missing = started.missing;
      if (process.env["REQUIRE_PLATFORMS"] === "1") throw new Error(missing);
      console.warn(`\nSKIPPED, parity of ${info.name}: ${missing}\n`);
    }, 120_000);
    afterAll(async () => {
      await target?.stop();
      await Promise.all(lanes.map((vendor) => vendor.stop()));
    });

    for (const parityCase of cases) {
      const gap = gapOf(parityCase, info);
      const meta = { target: info.name, ...(gap === undefined ? {} : { gap: gap.why }) };
      test(
        gap === undefined ? parityCase.name : `${parityCase.name} [known gap: ${gap.why}]`,
        { concurrent: true, fails: gap !== undefined && gap.instead === undefined, meta },
        async ({ expect, skip, task }) => {
          if (target === undefined) return skip(missing);
          if (target.version !== undefined) task.meta.targetVersion = target.version;
          const lane = freeLanes.pop() ?? -1;
          const vendor = lanes[lane];
          if (vendor === undefined) throw new Error("more cases at once than lanes: see maxConcurrency");
          // In process six lanes can go on for a second without one turn of the event loop: deadlines would pass before their answers are read.
          await turn();
          try {
            await runCase(
              target,
              siteKey(parityCase.site ?? "shop", lane),
              vendor,
              { ...parityCase, ...gap?.instead },
              expect,
            );
          } finally {
            freeLanes.push(lane);
          }
        },
      );
    }
  });
}

/** For what comes in time, on a busy machine. */
const PATIENCE = { timeout: 15_000 };

async function runCase(
  target: Target,
  key: string,
  vendor: VendorPlayer,
  parityCase: ParityCase,
  expect: ExpectStatic,
): Promise<void> {
  const { answer, send } = parityCase;
  if (parityCase.onUsedConnection) {
    vendor.play([{ body: "{}" }]);
    await target.send(key, { method: "POST", path: "/ht/v1/track", body: "{}" });
  }
  vendor.play(parityCase.vendor === null ? [] : [parityCase.vendor].flat());
  if (answer === null) {
    const leaving = new AbortController();
    const gone = target.send(key, { ...send, signal: leaving.signal }).catch(() => {});
    await expect.poll(() => vendor.received().length, PATIENCE).toBeGreaterThan(0);
    leaving.abort();
    await gone;
    await expect.poll(() => vendor.received().length, PATIENCE).toBe(parityCase.received?.times ?? 1);
  } else if (answer === "broken off") {
    // Without an answer at all the case runs into its time-out, or the target's own.
    const got = await target.send(key, send).catch((error: unknown) => {
      if (error instanceof NoAnswer) throw error;
      return undefined;
    });
    if (got !== undefined) checkAnswer(got, { status: 502 }, expect);
    // A process that has ended breaks off as well; this one still serves.
    const next = await target.send(key, { method: "POST", path: "/ht/renew" });
    expect.soft(next.status, "the next request").toBe(200);
  } else {
    checkAnswer(await target.send(key, send), answer, expect);
  }
  checkVendor(vendor, parityCase, expect);
}

function checkAnswer(got: Got, expected: Expected, expect: ExpectStatic): void {
  expect.soft([expected.status].flat(), text(got.body)).toContain(got.status);
  checkHeaders(got.headers, expected.headers ?? {}, "answer", expect);
  for (const name of NEVER_RETURNED)
    expect.soft(valueOf(got.headers, name), `answer ${name}`).toBe(expected.headers?.[name] ?? null);
  const setCookies = got.headers.filter(([name]) => name === "set-cookie").map(([, value]) => value);
  expect.soft(setCookies.toSorted(), "Set-Cookie").toEqual((expected.setCookies ?? []).toSorted());
  if (expected.body !== undefined) expect.soft(text(got.body)).toBe(text(expected.body));
  if (expected.decoded !== undefined && got.status < 300)
    expect.soft([expected.decoded].flat()).toContain(text(decoded(got)));
  if (expected.code !== undefined) expect.soft(JSON.parse(text(got.body))).toMatchObject({ code: expected.code });
  if (got.status >= 400)
    expect.soft(text(got.body), "no stack, no path").not.toMatch(/\bat .*:\d+|node_modules|\.ts\b/);
}

function checkVendor(player: VendorPlayer, { vendor, received = {} }: ParityCase, expect: ExpectStatic): void {
  const requests = player.received();
  if (vendor === null) return expect.soft(requests.length, "requests to the vendor").toBe(0);
  expect.soft(requests.length, "requests to the vendor").toBe(received.times ?? 1);
  const last = requests.at(-1);
  if (last === undefined) return;
  checkReceived(last, received, expect);
  const { host } = new URL(player.url);
  expect.soft(valueOf(last.headers, "host") ?? host, "vendor header host").toBe(host);
  expect.soft(JSON.stringify(last.headers), "the site's own session reached the vendor").not.toContain("s3cret");
}

function checkReceived(
  last: VendorRequest,
  { method, url, headers = {}, cookie, body }: Received,
  expect: ExpectStatic,
): void {
  if (method !== undefined) expect.soft(last.method).toBe(method);
  if (url !== undefined) expect.soft(last.url).toBe(url);
  checkHeaders(last.headers, { ...headers, cookie: cookie ?? null, "x-parity": null }, "vendor", expect);
  if (body !== undefined)
    expect.soft(Buffer.from(last.body).equals(Buffer.from(body)), `body: ${text(last.body)}`).toBe(true);
}

function checkHeaders(pairs: Got["headers"], expected: Headers, where: string, expect: ExpectStatic): void {
  for (const [name, value] of Object.entries(expected)) {
    expect.soft(valueOf(pairs, name), `${where} header ${name}`).toBe(value);
  }
}

function valueOf(pairs: Got["headers"], name: string): string | null {
  const values = pairs.filter(([each]) => each === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(", ");
}

const DECODERS: Readonly<Record<string, (body: Uint8Array) => Uint8Array>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
  zstd: zstdDecompressSync,
};

function decoded({ headers, body }: Got): Uint8Array {
  const encoding = valueOf(headers, "content-encoding");
  return encoding === null ? body : (DECODERS[encoding]?.(body) ?? body);
}

function text(bytes: string | Uint8Array): string {
  return typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("latin1");
}
