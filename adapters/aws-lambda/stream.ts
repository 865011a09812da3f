import type { Answer } from "../../core/types.ts";

/** What Lambda's runtime hands to a streaming function: https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html, 2026-11-22. */
export interface LambdaStream {
  readonly destroyed: boolean;
  write(chunk: string | Uint8Array): boolean;
  end(): void;
  once(name: "drain" | "close", listener: () => void): unknown;
}

/** The same form for Function URLs and for REST APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html */
interface Prelude {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

type StreamingHandler = (event: unknown, stream: LambdaStream, context: unknown) => Promise<void>;

/** The global `awslambda`: outside of Lambda, and under AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA, there is none. */
export interface StreamingRuntime {
  readonly streamifyResponse: (handler: StreamingHandler) => StreamingHandler;
  readonly HttpResponseStream: { from(stream: LambdaStream, prelude: Prelude): LambdaStream };
}

/** Rejects where the vendor breaks off: Lambda then breaks the answer, and half a script is not taken for a whole one. */
export async function send(
  { status, headers, setCookies, body }: Answer,
  open: (prelude: Prelude) => LambdaStream,
): Promise<void> {
  const stream = open({ statusCode: status, headers, cookies: setCookies });
  // Status, headers and cookies leave with the first write, and never without one (aws-lambda-ric 4.0.2).
  stream.write("");
  const closed = new Promise<void>((resolve) => stream.once("close", resolve));
  for await (const chunk of chunksOf(body)) {
    // A stream that has closed never drains.
    if (!stream.write(chunk))
      await Promise.race([closed, new Promise<void>((resolve) => stream.once("drain", resolve))]);
    if (stream.destroyed) break;
  }
  stream.end();
}

/** Under global fetch the transport's stream is a ReadableStream; core never looked inside. Left early, it is cancelled. */
function chunksOf(body: Answer["body"]): AsyncIterable<Uint8Array> | Uint8Array[] {
  if (body === null) return [];
  return typeof body === "object" && "cancel" in body
    ? (body as ReadableStream<Uint8Array>)
    : [Buffer.from(body as string)];
}
