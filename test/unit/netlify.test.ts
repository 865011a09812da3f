import { expect, test } from "vitest";
import { toNetlify, toNetlifyEdge } from "../../adapters/netlify.ts";
import { createFirstParty, type PlatformContext } from "../../core/index.ts";

const { answer, patienceMs } = createFirstParty({
  vendors: [
    { id: "acme", path: "/acme", docs: "https://acme.example", hosts: {}, routes: [{ kind: "renew", path: "/renew" }] },
  ],
  cookieDomains: [],
});

test.each([
  ["toNetlify", toNetlify, undefined],
  ["toNetlifyEdge", toNetlifyEdge, "identity"],
] as const)("%s takes the address and waitUntil from Netlify's context", async (_, toEntry, encoding) => {
  let seen: PlatformContext = {};
  const entry = toEntry(
    Object.assign(
      async (_request: Request, platform?: PlatformContext) => {
        seen = platform ?? {};
        return new Response();
      },
      { answer, patienceMs },
    ),
  );
  const kept: Promise<unknown>[] = [];
  const context = {
    ip: "203.0.113.7",
    waitUntil(work: Promise<unknown>) {
      if (this !== context) throw new TypeError("Illegal invocation");
      kept.push(work);
    },
  };
  await entry(new Request("https://www.example.com/acme/renew"), context);
  seen.waitUntil?.(Promise.resolve());
  expect(kept).toHaveLength(1);
  expect(seen.clientIp).toBe("203.0.113.7");
  expect(seen.forwardedFor).toBe(undefined);
  expect(seen.fetch?.encoding).toBe(encoding);
});
