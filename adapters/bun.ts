import type { FirstParty, Transport } from "../core/types.ts";

/** The part of Bun's `Server` that is used: https://bun.com/docs/api/http */
interface BunServer {
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
        platform: "bun",
        fetch: transport,
        get clientIp() {
          return server.requestIP(request)?.address;
        },
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
    return fetch(url, init);
  },
  { encoding: "pass" as const },
);
