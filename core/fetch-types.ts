import type { Answer, Bytes, ClientRequest, Transport, UpstreamBody, UpstreamResponse } from "./types.ts";

/** A Fetch `Request` as core reads it. */
export function requestView(request: Request): ClientRequest {
  const { method, url, headers } = request;
  return {
    method,
    url,
    // Servers show the Host header; a Request made by hand, or one of HTTP/2, has its authority in the URL alone.
    host: headers.get("host") ?? authorityOf(url),
    secure: url.startsWith("https:"),
    header: (name) => headers.get(name),
    get bodyUsed() {
      return request.bodyUsed;
    },
    readBody: (limit) => readBody(request, limit),
    get signal() {
      return request.signal;
    },
  };
}

function authorityOf(url: string): string | null {
  return /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? null;
}

/** Up to here a body is asked for whole, at half the cost. Above, Deno would set aside what a client has only announced. */
const ASKED_FOR_WHOLE_BYTES = 65_536;

async function readBody(request: Request, limit: number): Promise<Bytes | null> {
  const announced = Number(request.headers.get("content-length") ?? Number.NaN);
  return announced <= ASKED_FOR_WHOLE_BYTES
    ? request.arrayBuffer()
    : whole(await readStart(request.body, limit), limit);
}

/** An answer's body to its end; null once it exceeds `limit` bytes. What comes as Fetch's stream is counted, and let go there and with the signal. */
export async function readWithin(
  response: UpstreamResponse,
  limit: number,
  signal?: AbortSignal,
): Promise<Bytes | null> {
  const { body } = response;
  if (Number(response.headers.get("content-length")) > limit) return body && whole(body, limit);
  return whole(
    body instanceof ReadableStream ? await readStart(body, limit, signal) : await response.arrayBuffer(),
    limit,
  );
}

/** Null for what is not here whole, which is let go. */
function whole(body: Bytes | UpstreamBody, limit: number): Bytes | null {
  if ("byteLength" in body) return body.byteLength > limit ? null : body;
  void body.cancel().catch(() => {});
  return null;
}

type Chunk = Uint8Array<ArrayBuffer>;

/**
 * A body to its end where it has `limit` bytes at most; else the same bytes as a stream, of which no more has been read. A stream that is
 * neither Fetch's nor iterable comes back as it is. Let go with the signal.
 */
export async function readStart(
  body: UpstreamBody | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Bytes | UpstreamBody> {
  if (body === null) return new ArrayBuffer(0);
  const reader = readerOf(body);
  if (reader === undefined) return body;
  const chunks: Chunk[] = [];
  let length = 0;
  signal?.addEventListener("abort", () => void reader.cancel().catch(() => {}));
  while (length <= limit) {
    const { done, value } = await reader.read();
    if (done) return concat(chunks, length);
    chunks.push(value);
    length += value.length;
  }
  return new ReadableStream<Chunk>({
    async pull(controller) {
      const value = chunks.shift() ?? (await reader.read()).value;
      if (value === undefined) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => reader.cancel(),
  });
}

function readerOf(body: UpstreamBody): Pick<ReadableStreamDefaultReader<Chunk>, "read" | "cancel"> | undefined {
  if (body instanceof ReadableStream) return body.getReader();
  if (!(Symbol.asyncIterator in body)) return undefined;
  const chunks = (body as AsyncIterable<Chunk>)[Symbol.asyncIterator]();
  return { read: () => chunks.next(), cancel: () => body.cancel() };
}

function concat(chunks: readonly Chunk[], length: number): Bytes {
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
export function toResponse({ status, headers, setCookies, body }: Answer): Response {
  // No bytes are no body: of an empty stream, Netlify's bootstrap for Lambda never sends the status and the headers.
  const isEmpty = body !== null && typeof body === "object" && "byteLength" in body && body.byteLength === 0;
  // Under Fetch types the transport's stream is a ReadableStream; core never looked inside.
  const response = new Response(isEmpty ? null : (body as BodyInit | null), { status, headers });
  for (const setCookie of setCookies) response.headers.append("set-cookie", setCookie);
  return response;
}

/** Global `fetch` as a transport, for platforms that bring none of their own. */
export const fetchTransport: Transport = Object.assign(
  (url: string, { method, headers, body, signal }: Parameters<Transport>[1]): Promise<UpstreamResponse> =>
    fetch(url, { method, headers, body, signal, redirect: "manual" }),
  { encoding: "decoded" as const },
);
