import type { Answer, Bytes, ClientRequest, FirstParty, PlatformContext } from "../core/types.ts";

/** The second argument of Vercel's web handlers; the production bundle of @vercel/node 24.0.0 passes none. */
interface VercelContext {
  readonly waitUntil?: (work: Promise<unknown>) => void;
}

type WebHandler = (request: Request, context?: VercelContext) => Promise<Response>;

/** "fetch Web Standard export" of the Node runtime: https://vercel.com/docs/functions/runtimes/node-js (2026-08-11). */
export interface VercelEntry {
  readonly fetch: WebHandler;
}

/** The methods that Vercel looks for among a module's exports: no others reach a function. */
export type VercelMethods = Readonly<
  Record<"GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", WebHandler>
>;

/** `export default toVercel(createFirstParty(config))`, on the Node runtime. */
export function toVercel(handler: FirstParty): VercelEntry {
  return { fetch: webHandler(handler) };
}

/**
 * `export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = toVercelMethods(createFirstParty(config))`, on the Node runtime and
 * on Edge, which knows no `{ fetch }`. Name all seven: one that is left out is answered 405 by Vercel, without an Allow header.
 */
export function toVercelMethods(handler: FirstParty): VercelMethods {
  const each = webHandler(handler);
  return { GET: each, HEAD: each, POST: each, PUT: each, PATCH: each, DELETE: each, OPTIONS: each };
}

/**
 * Core reads the site from the Host header, which here is the visitor's: Vercel finds the deployment by it, and where it overwrites
 * it (`vercel dev`, Edge) it does so with its own X-Forwarded-Host. The URL's origin is made of forwarding headers and says less.
 * After a rewrite in vercel.json the URL still has the visitor's path.
 */
function webHandler(handler: FirstParty): WebHandler {
  return (request, context) =>
    handler(request, {
      ...platformContext(request.headers.get(CLIENT_IP), context),
      // Of a stream that breaks off, Vercel's Edge server makes a whole answer, and on Node the client waits, or the process ends with
      // whatever else it served (@vercel/node 24.0.0, run on 2026-11-22).
      readWhole: true,
    });
}

/**
 * "Client IP address as calculated by Vercel Proxy", what `ipAddress` of @vercel/functions 3.9.9 reads. Vercel writes it over whatever
 * a client sent, X-Forwarded-For as well (https://vercel.com/docs/headers/request-headers, 2025-12-13): with a CDN on top it is
 * the CDN's address, or the visitor's where Vercel was told to trust that proxy.
 */
const CLIENT_IP = "x-real-ip";

function platformContext(clientIp: string | null, context?: VercelContext): PlatformContext {
  return {
    clientIp: clientIp ?? undefined,
    waitUntil: (work) => (context?.waitUntil ? context : requestContext())?.waitUntil?.(work),
  };
}

/** Where @vercel/functions 3.9.9 finds `waitUntil`; it is another one for each request. */
function requestContext(): VercelContext | undefined {
  const known = globalThis as { [REQUEST_CONTEXT]?: { get?: () => VercelContext | undefined } };
  return known[REQUEST_CONTEXT]?.get?.();
}

const REQUEST_CONTEXT = Symbol.for("@vercel/request-context");

/** The part of `VercelRequest`, Node's IncomingMessage with helpers, that is used. */
interface LegacyRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly complete: boolean;
  readonly destroyed: boolean;
  readonly readableEnded: boolean;
  readonly body?: unknown;
  read(): unknown;
  on(event: string, listener: (chunk: Uint8Array<ArrayBuffer>) => void): unknown;
}

/** The part of `VercelResponse`, Node's ServerResponse with helpers, that is used. */
interface LegacyResponse {
  readonly destroyed: boolean;
  readonly writableFinished: boolean;
  writeHead(status: number, headers: string[]): unknown;
  write(chunk: Uint8Array): boolean;
  end(chunk?: Uint8Array): unknown;
  destroy(): unknown;
  once(event: string, listener: () => void): unknown;
}

export type VercelLegacyHandler = (request: LegacyRequest, response: LegacyResponse) => Promise<void>;

/**
 * `export default toVercelLegacy(createFirstParty(config))`, for projects on the `(req, res)` form of @vercel/node, with its body
 * helpers or without. Resolves once the answer is written, and never rejects. Throws a TypeError on a function that is not
 * createFirstParty's own: wrapped in another, it takes Fetch requests only.
 */
export function toVercelLegacy(handler: FirstParty): VercelLegacyHandler {
  if (typeof handler.answer !== "function") {
    throw new TypeError("toVercelLegacy takes what createFirstParty returned, not a function around it");
  }
  return async (request, response) => {
    const view = requestView(request, response);
    const answer = await handler.answer(view, platformContext(view.header(CLIENT_IP)));
    try {
      await send(answer, response);
    } catch {
      // The vendor broke off, or sent a header that Node will not write: a client must not take half a script for a whole one.
      if (isStream(answer.body)) void answer.body.cancel().catch(() => {});
      response.destroy();
    }
  };
}

function requestView(request: LegacyRequest, response: LegacyResponse): ClientRequest {
  const { headers } = request;
  let gone: AbortController | undefined;
  let before: ReadBefore | undefined;
  const readBefore = () => (before ??= bytesReadBefore(request));
  return {
    method: request.method ?? "",
    url: request.url ?? "",
    host: headers["host"]?.toString() ?? null,
    // Vercel ends TLS for the function; core asks for localhost only, where this is what `vercel dev` says.
    secure: headers["x-forwarded-proto"] === "https",
    header(name) {
      const value = headers[name];
      return value === undefined ? null : typeof value === "string" ? value : value.join(", ");
    },
    get bodyUsed() {
      return readBefore() === "gone";
    },
    async readBody(limit) {
      const bytes = readBefore();
      return typeof bytes === "string" ? readStream(request, limit) : bytes;
    },
    get signal() {
      if (gone === undefined) {
        const abort = (gone = new AbortController());
        response.once("close", () => {
          if (!response.writableFinished) abort.abort();
        });
      }
      return gone.signal;
    },
  };
}

type ReadBefore = Bytes | "not yet" | "gone";

/**
 * The helpers of @vercel/node 24.0.0 read a body that has a Content-Type before the function runs, and put the same bytes behind
 * `read` and `on` of the request, once; everything else of the stream is at its end. `req.body` is parsed from them: it is the
 * bytes themselves for application/octet-stream alone, and reading it throws on JSON that is none.
 */
function bytesReadBefore(request: LegacyRequest): ReadBefore {
  const { headers, complete, destroyed, readableEnded } = request;
  const again = Object.hasOwn(request, "read") ? request.read() : null;
  if (again instanceof Uint8Array) return again as Uint8Array<ArrayBuffer>;
  if (!readableEnded && !(destroyed && complete)) return "not yet";
  const announced = headers["content-length"] ?? headers["transfer-encoding"] ?? "0";
  if (announced === "0") return new ArrayBuffer(0);
  try {
    return request.body instanceof Uint8Array ? (request.body as Uint8Array<ArrayBuffer>) : "gone";
  } catch {
    return "gone";
  }
}

function readStream(request: LegacyRequest, limit: number): Promise<Bytes | null> {
  return new Promise((resolve, reject) => {
    if (request.destroyed) return reject(new Error("The client has gone."));
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    request.on("data", (chunk) => {
      length += chunk.length;
      if (length > limit) resolve(null);
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : new Blob(chunks).arrayBuffer()));
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(new Error("The request ended early."));
    });
  });
}

async function send({ status, headers, setCookies, body }: Answer, response: LegacyResponse): Promise<void> {
  const flat = Object.entries(headers).flat();
  for (const setCookie of setCookies) flat.push("set-cookie", setCookie);
  if (isStream(body)) {
    response.writeHead(status, flat);
    return stream(body as ReadableStream<Uint8Array> & typeof body, response);
  }
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const whole = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  if (whole !== null) flat.push("content-length", String(whole.length));
  response.writeHead(status, flat);
  response.end(whole ?? undefined);
}

/** Asks the vendor for more only when the client has taken what there was. */
async function stream(body: ReadableStream<Uint8Array>, response: LegacyResponse): Promise<void> {
  const reader = body.getReader();
  let goOn = () => {};
  response.once("close", () => {
    reader.cancel().catch(() => {});
    goOn();
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (response.destroyed) return;
    if (done) return void response.end();
    if (response.write(value)) continue;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      response.once("drain", resolve);
    });
  }
}

function isStream(body: Answer["body"]): body is Exclude<Answer["body"], string | Bytes | null> {
  return body !== null && typeof body === "object" && "cancel" in body;
}
