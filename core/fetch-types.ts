import type { Answer, ClientRequest, Transport, UpstreamResponse } from "./types.ts";

/** A Fetch `Request` as core reads it. */
export function requestView(request: Request): ClientRequest {
  return {
    method: request.method,
    url: request.url,
    // Servers show the Host header; a Request made by hand, or one of HTTP/2, has its authority in the URL alone.
    host: request.headers.get("host") ?? authorityOf(request.url),
    secure: request.url.startsWith("https:"),
    header: (name) => request.headers.get(name),
    readBody: (limit) => readBody(request, limit),
    get signal() {
      return request.signal;
    },
  };
}

function authorityOf(url: string): string | null {
  return /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? null;
}

/** Counts a body of unknown length as it comes in; one whose length was declared has been judged already. */
async function readBody(request: Request, limit: number): Promise<Uint8Array | null> {
  if (request.headers.get("content-length") !== null) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.length > limit ? null : bytes;
  }
  if (request.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      void reader.cancel().catch(() => {});
      return null;
    }
    chunks.push(value);
  }
  return concat(chunks, length);
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** An Answer as a Fetch `Response`. */
export function toResponse({ status, headers, body }: Answer): Response {
  // Under Fetch types the transport's stream is a ReadableStream; core never looked inside.
  return new Response(body as BodyInit | null, { status, headers: headers as [string, string][] });
}

/** Global `fetch` as a transport, for platforms that bring none of their own. */
export const fetchTransport: Transport = Object.assign(
  (url: string, { method, headers, body, signal }: Parameters<Transport>[1]): Promise<UpstreamResponse> =>
    fetch(url, { method, headers, body, signal, redirect: "manual" }),
  { encoding: "decoded" as const },
);
