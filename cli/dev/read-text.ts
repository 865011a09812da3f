import type { IncomingMessage } from "node:http";

/** A request's body as text. Null where it has more bytes than `limit`: what is left is not kept. */
export function readText(incoming: IncomingMessage, limit: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) return void chunks.push(chunk);
      chunks.length = 0;
      resolve(null);
    });
    incoming.once("end", () => resolve(Buffer.concat(chunks).toString()));
    incoming.once("error", reject);
  });
}
