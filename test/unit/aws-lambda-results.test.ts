import { afterEach, expect, test, vi } from "vitest";
import { toLambda, toLambdaStream } from "../../adapters/aws-lambda.ts";
import type { Answer } from "../../core/types.ts";
import { fakeAwsLambda, fakeStream, streamedGot } from "../parity/targets/lambda/streamed.ts";
import { recorder } from "../support/asked.ts";
import { ALB, ALB_MULTI, FUNCTION_URL, HTTP_1, HTTP_2, REST } from "./lambda-samples.ts";

afterEach(() => vi.unstubAllGlobals());

const answer = (answered: Partial<Answer>, event: unknown = HTTP_2) => toLambda(recorder(answered))(event, {});
const cookies = ["a=1; Path=/", "b=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT"];
const one = { statusCode: 200, body: "ok", isBase64Encoded: false };
const plain = { "content-type": "text/plain" };
const lists = { "content-type": ["text/plain"], "set-cookie": cookies };

test.each([
  ["HTTP 2.0", HTTP_2, { ...one, headers: plain, cookies }],
  ["Function URL", FUNCTION_URL, { ...one, headers: plain, cookies }],
  ["HTTP 1.0", HTTP_1, { ...one, multiValueHeaders: lists }],
  ["REST", REST, { ...one, multiValueHeaders: lists }],
  ["ALB with multi-value headers", ALB_MULTI, { ...one, multiValueHeaders: lists }],
])("each Set-Cookie goes back once: %s", async (_, event, result) => {
  expect(await answer({ setCookies: cookies }, event)).toEqual(result);
});

test("a load balancer that carries one Set-Cookie gets one, and none of several", async () => {
  const [first = ""] = cookies;
  const headers = { ...plain, "set-cookie": first };
  expect(await answer({ setCookies: [first] }, ALB)).toEqual({ ...one, headers });
  const { statusCode, body, ...rest } = await answer({ setCookies: cookies }, ALB);
  expect([statusCode, body]).toEqual([500, expect.stringContaining("lambda.multi_value_headers.enabled")]);
  expect(JSON.stringify(rest)).not.toContain("set-cookie");
});

test.each([
  ["text", Buffer.from("naïve ✓"), "naïve ✓", false],
  ["a byte order mark", Buffer.from("\ufeff{}"), "\ufeff{}", false],
  ["NUL", Buffer.of(0), "\0", false],
  ["no text", Buffer.of(0x1f, 0x8b, 0xff), "H4v/", true],
  ["half a character", Buffer.from("✓").subarray(0, 2), "4pw=", true],
  ["nothing", null, "", false],
])("text stays text, all else is base64: %s", async (_, bytes, body, isBase64Encoded) => {
  expect(await answer({ body: bytes })).toMatchObject({ body, isBase64Encoded });
});

function streamOf(chunks: number, end: "ends" | "breaks off"): ReadableStream & { readonly cancelled: () => boolean } {
  let left = chunks;
  let isCancelled = false;
  const readable = new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(65_536).fill(97));
      else if (end === "ends") controller.close();
      else controller.error(new Error("terminated"));
    },
    cancel: () => void (isCancelled = true),
  });
  return Object.assign(readable, { cancelled: () => isCancelled });
}

test("what is larger than the service takes as JSON is 502 with a sentence", async () => {
  expect(await answer({ body: "x".repeat(6_000_000) })).toMatchObject({ statusCode: 200 });
  // A control character is six bytes of JSON.
  expect(await answer({ body: "\x01".repeat(1_100_000) })).toMatchObject({
    statusCode: 502,
    body: expect.stringContaining("upstream_too_large"),
  });
  expect(await answer({ body: "x".repeat(1_000_000) }, ALB)).toMatchObject({ statusCode: 502 });
});

async function stream(answered: Partial<Answer>, event: unknown = FUNCTION_URL) {
  vi.stubGlobal("awslambda", fakeAwsLambda);
  const written = fakeStream();
  const handler = toLambdaStream(recorder(answered)) as unknown as (...args: unknown[]) => Promise<void>;
  return { written, done: handler(event, written, {}) };
}

test.each([[FUNCTION_URL], [REST], [{}]])(
  "a streamed answer without a body has its status all the same",
  async (event) => {
    const { written, done } = await stream({ status: 204, setCookies: cookies, body: null }, event);
    await done;
    expect(written.isEnded).toBe(true);
    const { status, headers } = streamedGot(Buffer.concat(written.chunks));
    expect(status).toBe("requestContext" in event ? 204 : 400);
    if (status === 204) expect(headers.filter(([name]) => name === "set-cookie")).toHaveLength(2);
  },
);

test("a vendor that breaks off breaks the streamed answer: it is not ended", async () => {
  const { written, done } = await stream({ body: streamOf(2, "breaks off") });
  await expect(done).rejects.toThrow("terminated");
  expect(written.isEnded).toBe(false);
});

test("a stream that is full is waited for; one that has closed lets the vendor go", async () => {
  const body = streamOf(Infinity, "ends");
  const { written, done } = await stream({ body });
  await expect.poll(() => written.chunks.length).toBeGreaterThan(10);
  written.close();
  await done;
  expect(body.cancelled()).toBe(true);
});

test("outside of Lambda there is nothing to stream to, which is said at the start", () => {
  expect(() => toLambdaStream(recorder())).toThrow("awslambda");
});
