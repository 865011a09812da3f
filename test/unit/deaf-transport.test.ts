import { afterEach, expect, test, vi } from "vitest";
import { createFirstParty, type FirstPartyError } from "../../core/index.ts";
import type { UpstreamResponse } from "../../core/types.ts";
import { base, codeOf, request, smallAnswer, transport } from "../support/core-request.ts";

afterEach(() => void vi.useRealTimers());

/** Asks with a transport that never hears its signal. `told`: what went to onError. */
async function ask(asked: Parameters<typeof transport>[0], more: { signal?: AbortSignal; readWhole?: number } = {}) {
  const told: FirstPartyError[] = [];
  const handler = createFirstParty({
    ...base,
    timeouts: { retryMs: 0, headersMs: 20 },
    onError: (error) => told.push(error),
  });
  const { signal, readWhole } = more;
  const sent = request({ path: "/ht/browser/x.js", ...(signal && { signal }) });
  const answer = await handler.answer(sent, { fetch: transport(asked), readWhole });
  return { code: codeOf(answer), told };
}

/** An answer whose body never comes to its end. */
function stalled(headers: Readonly<Record<string, string>> = {}) {
  const letGo = vi.fn();
  return { letGo, response: new Response(new ReadableStream({ cancel: letGo }), { headers }) };
}

const never = () => new Promise<never>(() => {});

test("a transport that goes on waiting for headers after the deadline is not waited for", async () => {
  const { code, told } = await ask(never);
  expect([code, told.map(({ cause }) => cause)]).toEqual([
    "upstream_timeout",
    [expect.objectContaining({ name: "AbortError" })],
  ]);
});

test("nor one that goes on reading a small body", async () => {
  expect((await ask(async () => stalled({ "content-length": "9" }).response)).code).toBe("upstream_timeout");
});

test("nor one that goes on reading a body that has to be whole, which is let go", async () => {
  const { response, letGo } = stalled();
  expect((await ask(async () => response, { readWhole: 9_000 })).code).toBe("upstream_timeout");
  expect(letGo).toHaveBeenCalledOnce();
});

test("nor where it is the client who has left", async () => {
  const client = new AbortController();
  const asked = vi.fn(() => (client.abort(), never()));
  expect((await ask(asked, { signal: client.signal })).code).toBe("client_gone");
  expect((await ask(asked, { signal: client.signal })).code).toBe("client_gone");
  expect(asked, "for a client who left before").toHaveBeenCalledOnce();
});

test("an answer that comes after all is let go, and a failure is nobody's", async () => {
  const { response, letGo } = stalled();
  let come = (_response: UpstreamResponse) => {};
  expect((await ask(() => new Promise((resolve) => (come = resolve)))).code).toBe("upstream_timeout");
  come(response);
  await expect.poll(() => letGo.mock.calls.length).toBe(1);
  let fail = (_error: Error) => {};
  expect((await ask(() => new Promise((_resolve, reject) => (fail = reject)))).code).toBe("upstream_timeout");
  // Unhandled, this would end the test run.
  fail(new Error("reset"));
});

test("the deadline of the next try is not touched by what the one before still does", async () => {
  vi.useFakeTimers();
  const handler = createFirstParty({ ...base, timeouts: { retryMs: 2_000, headersMs: 1_000 } });
  let come = (_response: UpstreamResponse) => {};
  let tries = 0;
  const asked = handler.answer(request(), {
    fetch: transport(async () => {
      if (++tries === 1) return new Promise((resolve) => (come = resolve));
      // Too late for its own try, in the middle of the second one.
      come(smallAnswer());
      return never();
    }),
  });
  await vi.advanceTimersByTimeAsync(4_000);
  expect([tries, codeOf(await asked)]).toEqual([2, "upstream_timeout"]);
});
