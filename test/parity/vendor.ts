import type { Socket } from "node:net";
import type { VendorReply } from "./case.ts";

/** One request as the vendor saw it. */
export interface VendorRequest {
  readonly method: string;
  /** Path and query as on the wire. */
  readonly url: string;
  /** Lower-case names; several of one name stay several. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** The connection that it came on, where there is one. */
  readonly connection?: Socket;
}

/** Plays the vendor for one case after another. */
export interface VendorPlayer {
  /** Base URL for `hosts`. */
  readonly url: string;
  play(replies: readonly VendorReply[]): void;
  /** What came in since `play`. */
  received(): readonly VendorRequest[];
  stop(): Promise<void>;
}

/** The reply that is due: one for each request, the last one again and again. */
export function replyFor(replies: readonly VendorReply[], count: number): VendorReply {
  // A 500 would be asked for again, for seconds.
  return replies[Math.min(count, replies.length) - 1] ?? { status: 404, body: "the table has no reply for this" };
}
