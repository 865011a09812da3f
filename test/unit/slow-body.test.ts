import { afterEach, expect, test, vi } from "vitest";
import { createFirstParty } from "../../core/index.ts";
import { base, codeOf, request, smallAnswer, transport } from "../support/core-request.ts";

afterEach(() => void vi.useRealTimers());

const fetch = transport(() => Promise.reject(new Error("must not be asked")));

test.each([
  ["hightouch", undefined],
  ["a vendor that is switched off", true],
])("a body that does not come to its end is 408, and its connection ends (%s)", async (_what, disabled) => {
  const handler = createFirstParty({ ...base, disabled, timeouts: { bodyMs: 5 } });
  const stalled = await handler.answer(request({ readBody: () => new Promise(() => {}) }), { fetch });
  expect([stalled.status, codeOf(stalled), stalled.headers["connection"]]).toEqual([408, "body_timeout", "close"]);
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) });
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  const asFetch = new Request("https://www.shop.example/ht/v1/track", init);
  expect((await handler(asFetch, { fetch })).status).toBe(408);
});

test("a client that leaves too late is no failure of its own", async () => {
  let leave = (_error: Error) => {};
  const readBody = () => new Promise<never>((_resolve, reject) => (leave = reject));
  const handler = createFirstParty({ ...base, timeouts: { bodyMs: 5 } });
  expect((await handler.answer(request({ readBody }), { fetch })).status).toBe(408);
  // Unhandled, this would end the test run.
  leave(new Error("gone"));
});

test("no timer is left behind", async () => {
  vi.useFakeTimers();
  const handler = createFirstParty(base);
  await handler.answer(request(), { fetch: transport(async () => smallAnswer()) });
  await handler.answer(request({ readBody: () => Promise.reject(new Error("gone")) }), { fetch });
  expect(vi.getTimerCount()).toBe(0);
});
