import { expect, test } from "vitest";
import { createFirstParty, hightouch } from "../../core/index.ts";
import type { PlatformContext, Transport } from "../../core/types.ts";

/** What the vendor is told; by default the platform shows no connection. */
async function told(trustedHops: number, sent: string | null, clientIp?: string): Promise<string | undefined> {
  let address: string | undefined;
  const transport: Transport = Object.assign(
    async (_url: string, { headers }: Parameters<Transport>[1]) => {
      address = headers["x-forwarded-for"];
      return new Response("{}");
    },
    { encoding: "decoded" as const },
  );
  const context: PlatformContext = { forwardedFor: "kept", fetch: transport, clientIp };
  const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: [], trustedHops });
  const headers = { host: "www.shop.example", ...(sent === null ? {} : { "x-forwarded-for": sent }) };
  await handler(new Request("https://www.shop.example/ht/v1/track", { method: "POST", body: "{}", headers }), context);
  return address;
}

test("whoever asked is a hop, also where the platform does not show him", async () => {
  expect(await told(1, "6.6.6.6, 203.0.113.7")).toBe("203.0.113.7");
  expect(await told(2, "6.6.6.6, 203.0.113.7, 198.51.100.2")).toBe("203.0.113.7");
});

test("a load balancer may be told to add the client's port, which is no part of the address", async () => {
  expect(await told(0, null, "72.21.198.66:5678")).toBe("72.21.198.66");
  expect(await told(0, null, "[2001:db8::7]:5678")).toBe("2001:db8::7");
});

test("where nobody is trusted and nobody is shown, no address is told", async () => {
  expect(await told(0, "6.6.6.6")).toBe(undefined);
  expect(await told(1, null)).toBe(undefined);
});
