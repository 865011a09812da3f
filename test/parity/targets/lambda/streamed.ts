import { EventEmitter } from "node:events";
import type { Got } from "../../target.ts";

/** Bytes that a stream holds before it says that it is full. */
const HIGH_WATER = 16_384;
const DELIMITER = Buffer.alloc(8);

interface Prelude {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

/** A stream as Lambda's runtime hands it out. It is full soon, and takes its time to drain. */
export interface FakeStream {
  readonly chunks: Buffer[];
  isEnded: boolean;
  destroyed: boolean;
  beforeFirstWrite: (() => void) | undefined;
  write(chunk: string | Uint8Array): boolean;
  end(): void;
  /** The client has gone. */
  close(): void;
  once(name: "drain" | "close", listener: () => void): unknown;
}

export function fakeStream(): FakeStream {
  const events = new EventEmitter();
  let waiting = 0;
  const stream: FakeStream = {
    chunks: [],
    isEnded: false,
    destroyed: false,
    beforeFirstWrite: undefined,
    write(chunk) {
      if (waiting >= HIGH_WATER) throw new Error("written to while it was full");
      const first = stream.beforeFirstWrite;
      stream.beforeFirstWrite = undefined;
      first?.();
      const bytes = Buffer.from(chunk);
      stream.chunks.push(bytes);
      waiting += bytes.length;
      if (waiting < HIGH_WATER) return true;
      setImmediate(() => {
        waiting = 0;
        // One that has closed never drains.
        if (!stream.destroyed) events.emit("drain");
      });
      return false;
    },
    end() {
      stream.isEnded = true;
    },
    close() {
      stream.destroyed = true;
      events.emit("close");
    },
    once: (name, listener) => events.once(name, listener),
  };
  return stream;
}

/** The global as aws-lambda-ric 4.0.2 makes it: status and headers leave with the first write, and are lost without one. */
export const fakeAwsLambda = {
  streamifyResponse: <Handler>(handler: Handler): Handler => handler,
  HttpResponseStream: {
    from(stream: FakeStream, prelude: unknown): FakeStream {
      stream.beforeFirstWrite = () => stream.chunks.push(Buffer.from(JSON.stringify(prelude)), DELIMITER);
      return stream;
    },
  },
};

/** What a client gets of a streamed payload: a JSON prelude, eight NULs, and the body. */
export function streamedGot(payload: Buffer): Got {
  const end = payload.indexOf(DELIMITER);
  if (end < 0) throw new Error("the payload has no prelude: nothing was written");
  const { statusCode, headers = {}, cookies = [] } = JSON.parse(payload.subarray(0, end).toString()) as Prelude;
  return {
    status: statusCode,
    headers: [...Object.entries(headers), ...cookies.map((each) => ["set-cookie", each] as const)],
    body: payload.subarray(end + DELIMITER.length),
  };
}
