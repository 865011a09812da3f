import { setTimeout as pause } from "node:timers/promises";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { VendorReply } from "./case.ts";
import { replyFor, type VendorPlayer, type VendorRequest } from "./vendor.ts";

/** Vendors inside this process, for core and adapters without a socket between. */
export function mswVendors(count: number): VendorPlayer[] {
  const server = setupServer();
  server.listen({ onUnhandledFrame: "bypass" });
  return Array.from({ length: count }, (_, index) => {
    const url = `https://vendor-${index}.example`;
    let replies: readonly VendorReply[] = [];
    let requests: VendorRequest[] = [];
    server.use(
      http.all(`${url}/*`, async ({ request }) => {
        requests.push({
          method: request.method,
          url: request.url.slice(url.length),
          headers: [...request.headers],
          body: new Uint8Array(await request.arrayBuffer()),
        });
        const reply = replyFor(replies, requests.length);
        if (reply.delayMs) await pause(reply.delayMs, undefined, { ref: false });
        if (reply.breaksOff) return HttpResponse.error();
        const isNull = reply.status === 204 || reply.status === 304 || request.method === "HEAD";
        const body = reply.truncates || reply.bodyDelayMs ? inPieces(reply) : (reply.body ?? null);
        return new HttpResponse(isNull ? null : body, {
          status: reply.status ?? 200,
          headers: (reply.headers ?? []) as [string, string][],
        });
      }),
    );
    return {
      url,
      play(next) {
        replies = next;
        requests = [];
      },
      received: () => requests,
      // One msw listens for all of them.
      stop: async () => (index === 0 ? server.close() : undefined),
    };
  });
}

/** A body whose first byte comes with the headers, as msw waits for one; the rest comes later, or never. */
function inPieces({ body = "", bodyDelayMs = 1, truncates = false }: VendorReply): ReadableStream<Uint8Array> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes.subarray(0, 1)),
    async pull(controller) {
      await pause(bodyDelayMs, undefined, { ref: false });
      if (truncates) return controller.error(new Error("the vendor broke off"));
      controller.enqueue(bytes.subarray(1));
      controller.close();
    },
  });
}
