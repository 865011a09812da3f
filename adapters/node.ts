import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { Answer, Bytes, ClientRequest, FirstParty, UpstreamBody } from "../core/types.ts";
import { goneSignal, headerOf, readIncoming } from "./node/incoming.ts";
import { nodeTransport } from "./node/transport.ts";

/** A request listener for `http.createServer`, and a handler for frameworks that pass Node's own request and response. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** What frameworks add to Node's request (checked 2026-11-22 with Express 5.3.0, body-parser 2, Fastify 5.12.8). */
interface MountedRequest extends IncomingMessage {
  /** The URL as sent, where `url` has lost the path that we are mounted at. */
  readonly originalUrl?: string;
  /** A body that was read before us: bytes as they came in, if it was kept so; anything, if it was parsed. */
  readonly rawBody?: unknown;
  readonly body?: unknown;
}

/**
 * `createServer(toNode(createFirstParty(config)))`. Resolves once the answer is on its way, and never rejects. Throws a TypeError on a
 * function that is not createFirstParty's own: wrapped in another, it takes Fetch requests only.
 */
export function toNode(handler: FirstParty): NodeListener {
  if (typeof handler.answer !== "function") {
    throw new TypeError("toNode takes what createFirstParty returned, not a function around it");
  }
  return async (incoming, outgoing) => {
    const answer = await handler.answer(requestView(incoming, outgoing), {
      fetch: nodeTransport,
      clientIp: incoming.socket.remoteAddress,
      forwardedFor: "kept",
      isLongLived: true,
    });
    try {
      send(answer, incoming, outgoing);
    } catch {
      // A header of the vendor's that Node will not write. Nothing was sent: the connection is all that is left to end.
      if (answer.body !== null && typeof answer.body === "object" && "cancel" in answer.body) void answer.body.cancel();
      outgoing.destroy();
    }
  };
}

/** Fetch types around Node's own would cost as much again as the whole exchange; core reads this view as well. */
function requestView(incoming: MountedRequest, outgoing: ServerResponse): ClientRequest {
  const { headers } = incoming;
  const signal = goneSignal(outgoing);
  return {
    method: incoming.method ?? "",
    url: incoming.originalUrl ?? incoming.url ?? "",
    host: hostOf(incoming),
    secure: "encrypted" in incoming.socket,
    header: (name) => headerOf(headers, name),
    get bodyUsed() {
      return incoming.readableDidRead && keptBody(incoming) === undefined;
    },
    readBody: (limit) => readBody(incoming, limit),
    get signal() {
      return signal();
    },
  };
}

/** Node keeps the first of several Host headers; RFC 9112 3.2 has such a request refused, so all are shown. */
function hostOf({ headers, rawHeaders }: IncomingMessage): string | null {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name !== undefined && name.length === 4 && name.toLowerCase() === "host") count++;
  }
  return count > 1 ? "" : (headers.host ?? null);
}

/** The bytes of a body that was read before us, where somebody has kept them. What was parsed is never written out again. */
function keptBody({ headers, rawBody, body }: MountedRequest): Bytes | undefined {
  // Parsers decompress what they read, and leave the label.
  if ((headers["content-encoding"] ?? "identity") !== "identity") return undefined;
  return [rawBody, body].find((each): each is Uint8Array<ArrayBuffer> => each instanceof Uint8Array);
}

function readBody(incoming: MountedRequest, limit: number): Promise<Bytes | null> {
  // A parser that found nothing has ended the stream without a byte of it.
  if (incoming.readableDidRead || incoming.readableEnded) {
    const body = incoming.readableDidRead ? keptBody(incoming) : new ArrayBuffer(0);
    return Promise.resolve(body === undefined || body.byteLength > limit ? null : body);
  }
  return readIncoming(incoming, limit);
}

function send(
  { status, headers, setCookies, body }: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const flat: string[] = [];
  for (const name in headers) flat.push(name, headers[name] ?? "");
  for (const setCookie of setCookies) flat.push("set-cookie", setCookie);
  const isRefused = !incoming.complete && status === 413;
  if (isRefused) flat.push("connection", "close");
  if (body !== null && typeof body === "object" && "cancel" in body) {
    writeHead(outgoing, status, flat);
    // An upstream that breaks off mid-body takes the connection with it: a client must not take half a script for a whole one.
    pipeline(body as UpstreamBody & AsyncIterable<Uint8Array>, outgoing, () => {});
    return;
  }
  // As bytes: with a string Node would write the headers, too, as UTF-8.
  const whole = body === null ? null : Buffer.from(body as ArrayBuffer);
  if (whole !== null) flat.push("content-length", String(whole.length));
  writeHead(outgoing, status, flat);
  if (isRefused) endAfterBody(whole, incoming, outgoing);
  else outgoing.end(whole ?? undefined);
}

/** So long what is left of a refused body is let go by. */
const LINGER_MS = 5_000;

/**
 * The whole answer at once, and the end of the connection after the body's: one that ends with bytes unread is reset, and a proxy in front
 * that still sends them (Apache, Caddy) takes the reset for the answer, and says 502.
 */
function endAfterBody(whole: Buffer | null, incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.write(whole ?? "");
  const timer = setTimeout(() => outgoing.end(), LINGER_MS).unref();
  incoming.once("close", () => {
    clearTimeout(timer);
    outgoing.end();
  });
  incoming.resume();
}

/**
 * Middlewares wrap `writeHead`, and older ones misread a list of headers (on-headers before 1.1.0, CVE-2025-7339). Cookies that they have
 * set are the site's own, and stay.
 */
function writeHead(outgoing: ServerResponse, status: number, flat: string[]): void {
  if (!Object.hasOwn(outgoing, "writeHead") && outgoing.getHeaderNames().length === 0) {
    return void outgoing.writeHead(status, flat);
  }
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index] ?? "";
    const value = flat[index + 1] ?? "";
    if (name === "set-cookie") outgoing.appendHeader(name, value);
    else outgoing.setHeader(name, value);
  }
  outgoing.writeHead(status);
}
