import { expect, test, vi } from "vitest";
import { createFirstParty, hightouch, type Transport } from "../../core/index.ts";

const KILOBYTE = new Uint8Array(1_024);

/** A vendor whose script comes in pieces of 1 kB, so many, and then ends, stalls or breaks off. */
function script(pieces: number, then: "ends" | "stalls" | "breaks off") {
  const letGo = vi.fn();
  const transport: Transport = Object.assign(
    async (...[, { signal }]: Parameters<Transport>) => {
      let left = pieces;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (left-- > 0) return controller.enqueue(KILOBYTE);
          if (then === "ends") return controller.close();
          if (then === "breaks off") return controller.error(new Error("broken off"));
          return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        },
        cancel: letGo,
      });
      return new Response(body, { headers: { "content-type": "text/javascript" } });
    },
    { encoding: "pass" as const },
  );
  return { transport, letGo };
}

async function ask({ transport }: ReturnType<typeof script>, readWhole: number) {
  const onError = vi.fn();
  const handler = createFirstParty({
    vendors: [hightouch()],
    cookieDomains: ["shop.example"],
    timeouts: { headersMs: 200 },
    onError,
  });
  const headers = { host: "www.shop.example", origin: "https://app.shop.example" };
  const request = new Request("https://www.shop.example/ht/browser/x.js", { headers });
  const response = await handler(request, { fetch: transport, readWhole });
  await new Promise((resolve) => setTimeout(resolve));
  return {
    status: response.status,
    body: await response.text(),
    readable: response.headers.get("access-control-allow-origin"),
    told: onError.mock.calls.map(([{ code }]) => code),
  };
}

test("what fits is handed on whole", async () => {
  expect(await ask(script(8, "ends"), 8_192)).toMatchObject({ status: 200, body: "\0".repeat(8_192), told: [] });
});

test.each([
  ["too large", 20, "ends", 502, "upstream_too_large"],
  ["without an end", Infinity, "ends", 502, "upstream_too_large"],
  ["stalled", 2, "stalls", 504, "upstream_timeout"],
  ["broken off", 2, "breaks off", 502, "upstream_unreachable"],
] as const)("what is %s is an answer of ours, readable to a neighbour, and told to onError", async (...row) => {
  const [, pieces, then, status, code] = row;
  const vendor = script(pieces, then);
  expect(await ask(vendor, 8_192)).toEqual({
    status,
    body: expect.stringContaining(code),
    readable: "https://app.shop.example",
    told: [code],
  });
  if (code === "upstream_too_large") expect(vendor.letGo).toHaveBeenCalled();
});
