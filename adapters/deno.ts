import type { FirstParty } from "../core/types.ts";
import { denoTransport } from "./deno/transport.ts";

/** The part of Deno's `ServeHandlerInfo` that is used: https://docs.deno.com/api/deno/~/Deno.ServeHandlerInfo */
export interface DenoInfo {
  readonly remoteAddr: { readonly hostname?: string };
}

/** What `deno serve` takes as a default export; its `fetch` is a handler for `Deno.serve`. */
export interface DenoEntry {
  readonly fetch: (request: Request, info: DenoInfo) => Promise<Response>;
}

/** `export default toDeno(createFirstParty(config))` */
export function toDeno(handler: FirstParty): DenoEntry {
  return {
    fetch: (request, info) =>
      handler(withRealHost(request), {
        fetch: denoTransport,
        clientIp: info.remoteAddr.hostname,
        forwardedFor: "kept",
        isLongLived: true,
      }),
  };
}

/**
 * Deno makes up `localhost` for an HTTP/1.1 request without a Host. Shown as the empty one that it is, core refuses it as other
 * servers do (RFC 9112 3.2). HTTP/2 has its authority in the URL.
 */
function withRealHost(request: Request): Request {
  if (request.headers.has("host") || !/^http:\/\/localhost[:/]/.test(request.url)) return request;
  return new Request(request, { headers: [...request.headers, ["host", ""]] });
}
