import type { Bytes } from "../../core/types.ts";

/** The part of Node's IncomingMessage that is read here, so that what platforms make of it fits as well. */
interface Incoming {
  readonly complete: boolean;
  readonly destroyed: boolean;
  on(event: string, listener: (chunk: Uint8Array<ArrayBuffer>) => void): unknown;
}

interface Outgoing {
  readonly writableFinished: boolean;
  once(event: string, listener: () => void): unknown;
}

/** A header's value by lower-case name, several joined. */
export function headerOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string | null {
  const value = headers[name];
  return value === undefined ? null : typeof value === "string" ? value : value.join(", ");
}

/** A signal that aborts when the client leaves before its answer is out; made when it is asked for. */
export function goneSignal(outgoing: Outgoing): () => AbortSignal {
  let gone: AbortController | undefined;
  return () => {
    if (gone === undefined) {
      const abort = (gone = new AbortController());
      outgoing.once("close", () => {
        if (!outgoing.writableFinished) abort.abort();
      });
    }
    return gone.signal;
  };
}

/** A body that nobody has read before; null once it exceeds `limit`. Rejects where the client goes away before its end. */
export function readIncoming(incoming: Incoming, limit: number): Promise<Bytes | null> {
  if (incoming.destroyed) return Promise.reject(new Error("The request ended early."));
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    incoming.on("data", (chunk) => {
      length += chunk.length;
      if (length > limit) resolve(null);
      else chunks.push(chunk);
    });
    incoming.on("end", () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    incoming.on("error", reject);
    incoming.on("close", () => {
      // An error captures a stack; a request that ended well closes as well.
      if (!incoming.complete) reject(new Error("The request ended early."));
    });
  });
}
