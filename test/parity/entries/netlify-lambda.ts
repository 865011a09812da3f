import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Writable } from "node:stream";

interface Metadata {
  readonly statusCode: number;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
}
type LambdaHandler = (event: object, stream: Writable, context: object) => Promise<void>;

/** What Lambda's runtime brings: the metadata leave with the first write, and are lost where there is none. */
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: LambdaHandler) => handler,
    HttpResponseStream: {
      from(stream: Writable & { metadata?: Metadata }, metadata: Metadata) {
        stream.metadata = metadata;
        return stream;
      },
    },
  },
});

// What Lambda starts: Netlify's bootstrap around the function, which also puts a fetch of its own in the global one's place. It looks for the
// function in the folder that it runs in.
const archive = process.argv[2] ?? "";
process.chdir(archive);
const { handler } = (await import(join(archive, "___netlify-entry-point.mjs"))) as { handler: LambdaHandler };

/** Plays Netlify's edge and Lambda: an HTTP request as the event of one, what the handler streams as the answer. */
const server = createServer((incoming, outgoing) => {
  invoke(incoming, outgoing).catch(() => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end("the function failed");
  });
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));

async function invoke(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { host = "", "transfer-encoding": _, ...headers } = incoming.headers as Readonly<Record<string, string>>;
  const url = incoming.url ?? "/";
  await handler(
    {
      rawUrl: url.startsWith("/") ? `${headers["x-forwarded-proto"] ?? "https"}://${host}${url}` : url,
      path: url.split("?")[0],
      httpMethod: incoming.method,
      headers: { ...headers, host },
      body: body.length === 0 ? undefined : body.toString("base64"),
      isBase64Encoded: body.length > 0,
    },
    answerStream(outgoing),
    { awsRequestId: "parity", getRemainingTimeInMillis: () => 60_000 },
  );
}

function answerStream(outgoing: ServerResponse): Writable {
  const stream: Writable & { metadata?: Metadata } = new Writable({
    write(chunk, _encoding, done) {
      const { statusCode = 502, headers = {}, multiValueHeaders = {} } = stream.metadata ?? {};
      if (!outgoing.headersSent)
        outgoing.writeHead(statusCode, { ...headers, ...(multiValueHeaders as Record<string, string[]>) });
      outgoing.write(chunk, () => done());
    },
    final(done) {
      if (!outgoing.headersSent) outgoing.writeHead(502, "the metadata were never written");
      outgoing.end(done);
    },
    destroy(error, done) {
      if (error) outgoing.destroy();
      done(error);
    },
  });
  return stream;
}
