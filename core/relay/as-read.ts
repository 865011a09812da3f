import { readWithin } from "../fetch-types.ts";
import type { Bytes } from "../types.ts";
import { LOOKED_INTO_BYTES } from "./body-keys.ts";

/** What is inflated at once: some runtimes hold all that one piece becomes, which can be a thousand times as much. */
const PIECE_BYTES = 4_096;

/** Of text that people write, gzip makes a tenth; of brackets a thousandth, and half a megabyte of them would cost its sender nothing. */
const MOST_TIMES = 100;

/** RFC 9110 8.4.1.3. */
const GZIP = /^\s*(?:x-)?gzip\s*$/i;

/**
 * A body as its vendor reads it: as it came where Content-Encoding names none, inflated where that says gzip. By the label alone, since the
 * vendor reads what its own decoder makes of the body. Undefined where it cannot be told: of another encoding, broken, or above
 * `LOOKED_INTO_BYTES` before or after, or blown up beyond what text can be.
 */
export function asRead(body: Bytes, label: string | null): Bytes | Promise<Bytes | undefined> | undefined {
  if (label === null || label.trim().toLowerCase() === "identity") return body;
  return GZIP.test(label) && body.byteLength <= LOOKED_INTO_BYTES ? inflated(body) : undefined;
}

async function inflated(body: Bytes): Promise<Bytes | undefined> {
  const bytes = new Uint8Array(body);
  const limit = Math.max(65_536, MOST_TIMES * bytes.length);
  let at = 0;
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += PIECE_BYTES)));
      else controller.close();
    },
  });
  try {
    // Vercel's Edge runtime has none: nobody can tell there.
    const inflating = pieces.pipeThrough(new DecompressionStream("gzip"));
    return (await readWithin(new Response(inflating), Math.min(LOOKED_INTO_BYTES, limit))) ?? undefined;
  } catch {
    return undefined;
  }
}
