import { expect, test } from "vitest";
import { createFirstParty } from "../../core/index.ts";
import type { PlatformContext, Transport } from "../../core/types.ts";
import { base, codeOf, request, smallAnswer, transport } from "../support/core-request.ts";

const context: PlatformContext = { fetch: transport(async () => smallAnswer()) };
const filled = (start: string, length: number) => start.padEnd(length, "x");

test.each([
  [{ path: filled("/ht/v1/track?", 16_384) }, 200, undefined],
  [{ path: filled("/ht/v1/track?", 16_385) }, 414, "url_too_long"],
  [{ path: `https://www.shop.example${filled("/ht/v1/track?", 16_384)}` }, 200, undefined],
  [{ path: "/ht/renew", headers: { cookie: filled("a=", 16_384) } }, 200, undefined],
  [{ path: "/ht/renew", headers: { cookie: filled("a=", 16_385) } }, 431, "headers_too_large"],
] as const)("are 16,384 bytes by default (case %#)", async (asking, status, code) => {
  const answer = await createFirstParty(base).answer(request(asking), context);
  expect([answer.status, codeOf(answer)]).toEqual([status, code]);
});

test("all that goes up counts, to the byte, and cookies beside it on their own", async () => {
  let up: Readonly<Record<string, string>> = {};
  const fetch: Transport = Object.assign(
    async (_url: string, { headers }: Parameters<Transport>[1]) => {
      up = headers;
      return smallAnswer();
    },
    { encoding: "pass" as const },
  );
  const track = (headerBytes: number) =>
    createFirstParty({ ...base, limits: { headerBytes } }).answer(
      request({ headers: { authorization: "Basic a2V5Og==", "accept-encoding": "gzip", cookie: "c".repeat(900) } }),
      { fetch, clientIp: "203.0.113.7" },
    );
  expect((await track(1_000)).status).toBe(200);
  const sum = Object.entries(up).reduce((bytes, [name, value]) => bytes + name.length + value.length, 0);
  expect((await track(sum)).status).toBe(200);
  expect((await track(sum - 1)).status).toBe(431);
});
