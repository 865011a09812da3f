import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Lambda's side of https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html: hands out events, takes in what becomes of them. */
export interface RuntimeApi {
  /** For AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Resolves with the payload that a function gave back; rejects where it failed, or broke off in the middle. */
  invoke(event: unknown): Promise<Buffer>;
  /** Resolves once so many processes have asked for their first event. */
  whenAsked(processes: number): Promise<void>;
  stop(): Promise<void>;
}

interface Invocation {
  readonly event: string;
  resolve(payload: Buffer): void;
  reject(error: Error): void;
}

const VERSION = "/2018-06-01/runtime";

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const queue: Invocation[] = [];
  const idle: ServerResponse[] = [];
  const running = new Map<string, Invocation>();
  let count = 0;

  function handOut(): void {
    while (queue.length > 0 && idle.length > 0) {
      const invocation = queue.shift();
      const outgoing = idle.shift();
      if (invocation === undefined || outgoing === undefined) return;
      const id = `request-${++count}`;
      running.set(id, invocation);
      outgoing.writeHead(200, {
        "content-type": "application/json",
        "lambda-runtime-aws-request-id": id,
        "lambda-runtime-deadline-ms": String(Date.now() + 30_000),
        "lambda-runtime-invoked-function-arn": "arn:aws:lambda:us-east-1:123456789012:function:firstparty",
        "lambda-runtime-trace-id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
      });
      outgoing.end(invocation.event);
    }
  }

  const server = createServer(async (incoming, outgoing) => {
    if (incoming.url === `${VERSION}/invocation/next`) {
      idle.push(outgoing);
      server.emit("asked");
      return handOut();
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const payload = Buffer.concat(chunks);
    outgoing.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
    const [, id = "", what] = /\/invocation\/([^/]+)\/(response|error)$/.exec(incoming.url ?? "") ?? [];
    const failed = incoming.trailers["lambda-runtime-function-error-type"];
    if (what === "response" && failed === undefined) running.get(id)?.resolve(payload);
    else running.get(id)?.reject(new Error(failed ? "the function broke off" : payload.toString()));
    running.delete(id);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        queue.push({ event: JSON.stringify(event), resolve, reject });
        handOut();
      }),
    async whenAsked(processes) {
      while (idle.length < processes) await once(server, "asked");
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
