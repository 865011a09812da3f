import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFirstParty } from "../../core/index.ts";
import type { UpstreamResponse } from "../../core/types.ts";
import { base, codeOf, request, smallAnswer, transport } from "../support/core-request.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const comesIn = (ms: number) => async () => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return new Uint8Array(2);
};
const silent = transport(
  (_url, signal) =>
    new Promise<UpstreamResponse>((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error()))),
);

test("an event starts one timer, for its own body, the vendor and the vendor's body", async () => {
  const started = vi.spyOn(globalThis, "setTimeout");
  const handler = createFirstParty(base);
  expect((await handler.answer(request(), { fetch: transport(async () => smallAnswer()) })).status).toBe(200);
  expect(started).toHaveBeenCalledTimes(1);
});

test.each([
  ["a body that is slow in coming takes nothing from the vendor's time", 8_000, 10_000, 60_000],
  ["a vendor's time that is shorter than the body's is kept", 0, 700, 60_000],
  ["and one that is longer", 3, 20_000, 5],
])("%s", async (_what, bodyTakesMs, headersMs, bodyMs) => {
  const handler = createFirstParty({ ...base, timeouts: { retryMs: 0, headersMs, bodyMs } });
  let code: string | undefined;
  const asked = handler.answer(request({ readBody: comesIn(bodyTakesMs) }), { fetch: silent });
  void asked.then((answer) => (code = codeOf(answer)));
  await vi.advanceTimersByTimeAsync(bodyTakesMs + headersMs - 1);
  expect(code).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(code).toBe("upstream_timeout");
  expect(vi.getTimerCount()).toBe(0);
});

test("a body has its whole time, however often the timer looks before", async () => {
  const handler = createFirstParty(base);
  let status = 0;
  void handler
    .answer(request({ readBody: comesIn(90_000) }), { fetch: silent })
    .then((answer) => ({ status } = answer));
  await vi.advanceTimersByTimeAsync(59_999);
  expect(status).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(status).toBe(408);
});

test("a stream that has begun has no deadline", async () => {
  const stream = new ReadableStream();
  let aborted = false;
  const fetch = transport(async (_url, signal) => {
    signal.addEventListener("abort", () => (aborted = true));
    return new Response(stream);
  });
  const { body } = await createFirstParty(base).answer(request({ path: "/ht/browser/x.js" }), { fetch });
  await vi.advanceTimersByTimeAsync(100_000);
  expect([body === null, aborted]).toEqual([false, false]);
});
