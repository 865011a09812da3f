import { setTimeout as pause } from "node:timers/promises";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { VendorReply } from "./case.ts";
import { replyFor, type VendorPlayer, type VendorRequest } from "./vendor.ts";

const VENDOR = "https://vendor.example";

/** A vendor inside this process, for core and adapters without a socket between. */
export function mswVendor(): VendorPlayer {
  let replies: readonly VendorReply[] = [];
  let requests: VendorRequest[] = [];
  const server = setupServer(
    http.all(`${VENDOR}/*`, async ({ request }) => {
      requests.push({
        method: request.method,
        url: request.url.slice(VENDOR.length),
        headers: [...request.headers],
        body: new Uint8Array(await request.arrayBuffer()),
      });
      const reply = replyFor(replies, requests.length);
      if (reply.delayMs) await pause(reply.delayMs);
      if (reply.breaksOff) return HttpResponse.error();
      const isNull = reply.status === 204 || reply.status === 304 || request.method === "HEAD";
      return new HttpResponse(isNull ? null : (reply.body ?? null), {
        status: reply.status ?? 200,
        headers: (reply.headers ?? []) as [string, string][],
      });
    }),
  );
  server.listen({ onUnhandledFrame: "bypass" });
  return {
    url: VENDOR,
    play(next) {
      replies = next;
      requests = [];
    },
    received: () => requests,
    stop: async () => server.close(),
  };
}
