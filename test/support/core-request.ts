import { type Config, hightouch } from "../../core/index.ts";
import type { Answer, ClientRequest, Transport, UpstreamResponse } from "../../core/types.ts";

/** A config with one vendor, which is asked once. */
export const base: Config = { vendors: [hightouch()], cookieDomains: ["shop.example"], timeouts: { retryMs: 0 } };

export const smallAnswer = () => new Response("{}", { headers: { "content-length": "2" } });

export interface Asking {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly readBody?: ClientRequest["readBody"];
  readonly signal?: AbortSignal;
}

/** An event unless said otherwise: in the form that core reads, so that a length is what it says. */
export function request({ path = "/ht/v1/track", headers = {}, readBody, signal }: Asking = {}): ClientRequest {
  const isFile = path.includes("/browser/");
  return {
    method: isFile ? "GET" : "POST",
    url: path,
    host: "www.shop.example",
    secure: true,
    header: (name) => headers[name] ?? null,
    readBody: readBody ?? (async () => new Uint8Array(2)),
    ...(signal && { signal }),
  };
}

/** What a made-up vendor does with a request. */
export type Ask = (url: string, signal: AbortSignal) => Promise<UpstreamResponse>;

export function transport(ask: Ask): Transport {
  return Object.assign((url: string, { signal }: Parameters<Transport>[1]) => ask(url, signal), {
    encoding: "pass" as const,
  });
}

/** The `code` of a failure. */
export const codeOf = ({ body }: Answer) =>
  typeof body === "string" ? (JSON.parse(body) as { code?: string }).code : undefined;
