import type { Answer, Bytes, ClientRequest, FirstParty } from "../../core/types.ts";
import { goneSignal, headerOf, readIncoming } from "../node/incoming.ts";
import { platformContext } from "./context.ts";

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
  readonly writableFinished: boolean;
  writeHead(status: number, headers: string[]): unknown;
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
    const answer = await handler.answer(
      view,
      platformContext((name) => view.header(name)),
    );
    try {
      send(answer, response);
    } catch {
      // A header of the vendor's that Node will not write. Nothing was sent: the connection is all that is left to end.
      response.destroy();
    }
  };
}

function requestView(request: LegacyRequest, response: LegacyResponse): ClientRequest {
  const { headers } = request;
  const signal = goneSignal(response);
  let before: ReadBefore | undefined;
  const readBefore = () => (before ??= bytesReadBefore(request));
  return {
    method: request.method ?? "",
    url: request.url ?? "",
    host: headers["host"]?.toString() ?? null,
    // Vercel ends TLS for the function; core asks for localhost only, where this is what `vercel dev` says.
    secure: headers["x-forwarded-proto"] === "https",
    header: (name) => headerOf(headers, name),
    get bodyUsed() {
      return readBefore() === "gone";
    },
    async readBody(limit) {
      const bytes = readBefore();
      return typeof bytes === "string" ? readIncoming(request, limit) : bytes;
    },
    get signal() {
      return signal();
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

/** There is no stream: core has read it whole. */
function send({ status, headers, setCookies, body }: Answer, response: LegacyResponse): void {
  const flat = Object.entries(headers).flat();
  for (const setCookie of setCookies) flat.push("set-cookie", setCookie);
  const whole = body === null ? null : Buffer.from(body as string);
  if (whole !== null) flat.push("content-length", String(whole.length));
  response.writeHead(status, flat);
  response.end(whole ?? undefined);
}
