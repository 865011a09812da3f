import type { FirstParty } from "../../../core/index.ts";
import type { Sent } from "../case.ts";
import type { Got, Target } from "../target.ts";
import { parityHandler } from "../entries/parity-handler.ts";

/** A Fetch request into this process, as a platform would make it. */
export type FetchEntry = (request: Request, clientIp: string) => Promise<Response>;

/** An adapter, or core, in this process: a Request in, a Response out. */
export function startInProcess(sites: string, toEntry: (handler: FirstParty) => FetchEntry): Target {
  const entry = toEntry(parityHandler(sites));
  return {
    send: async (key, sent) => toGot(await entry(toRequest(sent, key), sent.clientIp ?? "127.0.0.1")),
    stop: async () => {},
  };
}

export function toRequest(
  { method = "GET", path, headers = {}, body, isChunked = false, signal }: Sent,
  key: string,
): Request {
  const all: Record<string, string> = { "x-parity": key };
  for (const [name, value] of Object.entries({ host: "www.shop.example", ...headers }))
    if (value !== null) all[name] = value;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  if (bytes !== undefined && !isChunked) all["content-length"] ??= String(bytes.length);
  // Announced longer than it is, it does not come to its end.
  const isUnfinished = bytes !== undefined && Number(all["content-length"]) > bytes.length;
  const stream = bytes === undefined ? null : isUnfinished ? unfinished(bytes) : new Blob([bytes]).stream();
  return new Request(path.startsWith("http") ? path : `http://www.shop.example${path}`, {
    method,
    headers: all,
    ...(signal === undefined ? {} : { signal }),
    ...(stream === null ? {} : { body: stream, duplex: "half" }),
  });
}

function unfinished(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ start: (controller) => controller.enqueue(bytes) });
}

export async function toGot(response: Response): Promise<Got> {
  return {
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  };
}
