import { expect, test } from "vitest";
import { createFirstParty, segment, type Transport } from "../../core/index.ts";

const handler = createFirstParty({ vendors: [segment()], cookieDomains: ["shop.example"] });
const KILOBYTE = new Uint8Array(1_024);

/** A vendor whose answer never ends, and how much of it was read. */
function endless(encoding: Transport["encoding"], headers: Record<string, string>) {
  const read = { kilobytes: 0, isLetGo: false };
  const body = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        // As from a network: others get their turn.
        await new Promise((resolve) => setImmediate(resolve));
        read.kilobytes++;
        controller.enqueue(KILOBYTE);
      },
      cancel: () => void (read.isLetGo = true),
    });
  const fetch: Transport = Object.assign(async () => new Response(body(), { headers }), { encoding });
  return { fetch, read };
}

test.each([
  ["an event's, of no length", "POST", "/sg/v1/t", "pass", {}],
  ["an event's, of no length, decoded", "POST", "/sg/v1/t", "decoded", { "content-encoding": "br" }],
  [
    "an event's, of a length before decoding",
    "POST",
    "/sg/v1/t",
    "decoded",
    { "content-length": "9", "content-encoding": "br" },
  ],
  [
    "an event's, in chunks beside a length",
    "POST",
    "/sg/v1/t",
    "pass",
    { "content-length": "9", "transfer-encoding": "chunked" },
  ],
  [
    "a file's, of a length before decoding",
    "GET",
    "/sg/next-integrations/a.js",
    "decoded",
    { "content-length": "9", "content-encoding": "br" },
  ],
] as const)("an answer without an end is handed on, and not held: %s", async (_, method, path, encoding, headers) => {
  const { fetch, read } = endless(encoding, headers);
  const request = new Request(`https://www.shop.example${path}`, { method, body: method === "POST" ? "{}" : null });
  const response = await handler(request, { fetch });
  expect(response.status).toBe(200);
  expect(read.kilobytes).toBeLessThan(80);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(read).toMatchObject({ isLetGo: true });
});
