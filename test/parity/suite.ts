import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Expected, Headers, ParityCase, Received, Sent, SiteName, TargetName } from "./case.ts";
import type { VendorPlayer, VendorRequest } from "./vendor.ts";

/** What came back, as on the wire. */
export interface Got {
  readonly status: number;
  /** Lower-case names; several of one name stay several. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** One way to run firstparty: how it is started, and how a request gets there. */
export interface Target {
  readonly name: TargetName;
  readonly vendor: VendorPlayer;
  send(site: SiteName, sent: Sent): Promise<Got>;
  stop(): Promise<void>;
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

/** Runs every case against one target; the only place that asserts. */
export function runParity(name: TargetName, start: () => Promise<Target>, cases: readonly ParityCase[]): void {
  describe(`parity: ${name}`, () => {
    let target: Target;
    beforeAll(async () => {
      target = await start();
    }, 60_000);
    afterAll(() => target?.stop());

    for (const parityCase of cases) {
      const gap = parityCase.gaps?.[name];
      const run = gap === undefined ? test : test.fails;
      run(gap === undefined ? parityCase.name : `${parityCase.name} [known gap: ${gap}]`, async () => {
        target.vendor.play(parityCase.vendor === null ? [] : [parityCase.vendor].flat());
        const got = await target.send(parityCase.site ?? "shop", parityCase.send);
        checkAnswer(got, parityCase.answer);
        checkVendor(target.vendor.received(), parityCase);
      });
    }
  });
}

function checkAnswer(got: Got, expected: Expected): void {
  expect.soft(got.status, text(got.body)).toBe(expected.status);
  checkHeaders(got.headers, expected.headers ?? {}, "answer");
  for (const name of NEVER_RETURNED) expect.soft(valueOf(got.headers, name), `answer ${name}`).toBe(null);
  const setCookies = got.headers.filter(([name]) => name === "set-cookie").map(([, value]) => value);
  expect.soft(setCookies.toSorted(), "Set-Cookie").toEqual((expected.setCookies ?? []).toSorted());
  if (expected.body !== undefined) expect.soft(text(got.body)).toBe(text(expected.body));
  if (expected.code !== undefined) expect.soft(JSON.parse(text(got.body))).toMatchObject({ code: expected.code });
  if (expected.status >= 400)
    expect.soft(text(got.body), "no stack, no path").not.toMatch(/\bat .*:\d+|node_modules|\.ts\b/);
}

function checkVendor(requests: readonly VendorRequest[], { vendor, received = {} }: ParityCase): void {
  if (vendor === null) return expect.soft(requests.length, "requests to the vendor").toBe(0);
  expect.soft(requests.length, "requests to the vendor").toBe(received.times ?? 1);
  const last = requests.at(-1);
  if (last === undefined) return;
  checkReceived(last, received);
  expect.soft(JSON.stringify(last.headers), "the site's own session reached the vendor").not.toContain("s3cret");
}

function checkReceived(last: VendorRequest, { method, url, headers = {}, cookie, body }: Received): void {
  if (method !== undefined) expect.soft(last.method).toBe(method);
  if (url !== undefined) expect.soft(last.url).toBe(url);
  checkHeaders(last.headers, { ...headers, cookie: cookie ?? null }, "vendor");
  if (body !== undefined)
    expect.soft(Buffer.from(last.body).equals(Buffer.from(body)), `body: ${text(last.body)}`).toBe(true);
}

function checkHeaders(pairs: Got["headers"], expected: Headers, where: string): void {
  for (const [name, value] of Object.entries(expected)) {
    expect.soft(valueOf(pairs, name), `${where} header ${name}`).toBe(value);
  }
}

function valueOf(pairs: Got["headers"], name: string): string | null {
  const values = pairs.filter(([each]) => each === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(", ");
}

function text(bytes: string | Uint8Array): string {
  return typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("latin1");
}
