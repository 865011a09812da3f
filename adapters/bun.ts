import type { FirstParty, Transport, UpstreamResponse } from "../core/types.ts";

/** The part of Bun's `Server` that is used: https://bun.com/docs/api/http */
export interface BunServer {
  requestIP(request: Request): { readonly address: string } | null;
}

/** What `Bun.serve` takes, and what `bun run` serves as a default export. */
export interface BunEntry {
  readonly fetch: (request: Request, server: BunServer) => Promise<Response>;
  readonly idleTimeout: number;
  readonly development: false;
  readonly error: (error: Error) => Response;
}

/** `export default toBun(createFirstParty(config))` */
export function toBun(handler: FirstParty): BunEntry {
  return {
    fetch: (request, server) =>
      handler(request, {
        fetch: transport,
        get clientIp() {
          return server.requestIP(request)?.address;
        },
        forwardedFor: "kept",
        isLongLived: true,
      }),
    // Bun closes a connection that is silent for 10 s by default, under a handler that still waits for a vendor.
    idleTimeout: Math.min(255, Math.ceil(handler.patienceMs / 1_000) + 5),
    // Bun's own error page shows the stack.
    development: false,
    error: () => Response.json({ code: "internal" }, { status: 500 }),
  };
}

/** `decompress: false` hands on the bytes as they came: https://bun.com/docs/api/fetch */
const transport: Transport = Object.assign(
  (url: string, { method, headers, body, signal }: Parameters<Transport>[1]) => {
    const init: RequestInit & { decompress: false } = {
      method,
      headers,
      body,
      signal,
      redirect: "manual",
      decompress: false,
    };
    return fetch(url, init).then(upstreamResponse);
  },
  { encoding: "pass" as const },
);

function upstreamResponse(response: Response): UpstreamResponse {
  return {
    status: response.status,
    headers: response.headers,
    // Looked at only where it is streamed: the getter makes a stream.
    get body() {
      return response.body && withoutReport(response.body);
    },
    arrayBuffer: () => response.arrayBuffer(),
  };
}

/**
 * Bun 1.4.5 prints the error of a stream that it serves, with the vendor's URL and its query. One that breaks off with no error at
 * all it does not print; the client's connection ends either way.
 */
function withoutReport(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch {
        controller.error();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
