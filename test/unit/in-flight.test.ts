import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { type Config, createFirstParty, type FirstPartyError, hightouch, type Vendor } from "../../core/index.ts";
import type { UpstreamResponse } from "../../core/types.ts";
import { base, codeOf, request, smallAnswer, transport } from "../support/core-request.ts";

afterEach(() => void vi.useRealTimers());

/** Asks of it are held until they are let go. */
function held() {
  const waiting: (() => void)[] = [];
  const fetch = transport(() => new Promise<UpstreamResponse>((resolve) => waiting.push(() => resolve(smallAnswer()))));
  return { fetch, waiting };
}

const twoVendors: Config = {
  ...base,
  vendors: [
    hightouch({ hosts: { cdn: "https://up.example/cdn", events: "https://up.example" } }),
    { ...(hightouch({ path: "/two", hosts: { events: "https://up.example/two" } }) as Vendor), id: "two" },
  ],
};

test("counts an origin's exchanges of all its routes and vendors, and tells when to come back", async () => {
  const { fetch, waiting } = held();
  const errors: FirstPartyError[] = [];
  const handler = createFirstParty({
    ...twoVendors,
    limits: { inFlight: 3 },
    onError: (error) => void errors.push(error),
  });
  const ask = (path: string) =>
    handler.answer(request({ path, headers: { origin: "https://www.shop.example" } }), { fetch });
  const first = [ask("/ht/v1/track"), ask("/ht/browser/x.js"), ask("/two/v1/track")];
  await expect.poll(() => waiting.length).toBe(3);
  const refused = await ask("/two/v1/track");
  expect([refused.status, codeOf(refused), refused.headers["retry-after"]]).toEqual([503, "upstream_busy", "1"]);
  expect(refused.headers["access-control-expose-headers"]).toMatch(/^retry-after,/);
  // Another origin, and what asks nobody, has places of its own.
  const other = ask("/two/browser/x.js");
  await expect.poll(() => waiting.length).toBe(4);
  expect((await ask("/ht/renew")).status).toBe(200);
  for (const letGo of waiting) letGo();
  expect((await Promise.all([...first, other])).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await expect.poll(() => errors.map(({ code, vendor }) => [code, vendor])).toEqual([["upstream_busy", "two"]]);
});

test("counts the pause before another try", async () => {
  vi.useFakeTimers();
  let tries = 0;
  const fetch = transport(async () => (tries++ === 0 ? new Response("", { status: 503 }) : smallAnswer()));
  const handler = createFirstParty({ ...base, timeouts: { retryMs: 5_000 }, limits: { inFlight: 1 } });
  const first = handler.answer(request(), { fetch });
  await vi.advanceTimersByTimeAsync(1);
  expect(tries).toBe(1);
  expect(codeOf(await handler.answer(request(), { fetch }))).toBe("upstream_busy");
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await first).status).toBe(200);
  expect((await handler.answer(request(), { fetch })).status).toBe(200);
});

test("a stream has had its place once it has begun: whoever reads slowly takes none from events", async () => {
  const fetch = transport(async (url) => (url.endsWith(".js") ? new Response(new ReadableStream()) : smallAnswer()));
  const handler = createFirstParty({ ...twoVendors, limits: { inFlight: 1 } });
  const script = await handler.answer(request({ path: "/ht/browser/x.js" }), { fetch });
  expect(script.body).toBeInstanceOf(ReadableStream);
  expect((await handler.answer(request(), { fetch })).status).toBe(200);
});

/** As a fetch does it: also where the signal has aborted before. */
const onAbort = (signal: AbortSignal, end: (error: Error) => void) => {
  if (signal.aborted) end(new Error("aborted"));
  else signal.addEventListener("abort", () => end(new Error("aborted")));
};
const stalled = (signal: AbortSignal, headers: HeadersInit = {}) =>
  new Response(new ReadableStream({ start: (controller) => onAbort(signal, (error) => controller.error(error)) }), {
    headers,
  });
const outcomes: Readonly<Record<string, (signal: AbortSignal) => Promise<UpstreamResponse>>> = {
  small: async () => smallAnswer(),
  stream: async (signal) => stalled(signal),
  lateBody: async (signal) => stalled(signal, { "content-length": "9" }),
  late: (signal) => new Promise((_resolve, reject) => onAbort(signal, reject)),
  error: async () => new Response("", { status: 500 }),
  redirect: async () => new Response("", { status: 302 }),
  page: async () => new Response("<p>", { headers: { "content-type": "text/html" } }),
  unreachable: () => Promise.reject(new TypeError("fetch failed")),
  thrown: () => {
    throw new TypeError("not even a promise");
  },
  noResponse: async () => undefined as unknown as UpstreamResponse,
};

test("every place is free again after any mix of outcomes", async () => {
  const plays = fc.record({
    outcome: fc.constantFrom(...Object.keys(outcomes)),
    path: fc.constantFrom("/ht/v1/track", "/ht/browser/x.js"),
    leaves: fc.boolean(),
    readWhole: fc.constantFrom(undefined, 1),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(plays, { minLength: 1, maxLength: 12 }), async (mix) => {
      const handler = createFirstParty({
        ...twoVendors,
        timeouts: { retryMs: 0, headersMs: 2 },
        limits: { inFlight: 3 },
      });
      await Promise.all(
        mix.map(({ outcome, path, leaves, readWhole }) => {
          const client = new AbortController();
          const asked = handler.answer(request({ path, signal: client.signal }), {
            fetch: transport((_url, signal) => outcomes[outcome]!(signal)),
            readWhole,
          });
          if (leaves) client.abort();
          return asked;
        }),
      );
      const { fetch, waiting } = held();
      const asked = Array.from({ length: 4 }, () => handler.answer(request(), { fetch }));
      // The fourth has no place, so its answer is there while the others are held.
      expect(codeOf(await Promise.race(asked))).toBe("upstream_busy");
      expect(waiting).toHaveLength(3);
      for (const letGo of waiting) letGo();
      await Promise.all(asked);
    }),
    { seed: 5, numRuns: 200 },
  );
});
