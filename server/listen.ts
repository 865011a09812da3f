import type { FirstParty } from "../core/types.ts";
import { behindLambda, lambdaEndpoint } from "./lambda-web.ts";
import type { Listen, Listening, ListenOptions } from "./listening.ts";

/**
 * Listens by the server of the runtime that this process is; each is loaded only where it exists. Resolves once the port is taken,
 * and rejects where it cannot be. `toNode` and the like, with the time-outs that a server facing the net needs. Without `options` it
 * listens where AWS Lambda wants a web function (`AWS_LAMBDA_HTTP_ENDPOINT`), elsewhere on 127.0.0.1:8787.
 */
export async function listen(handler: FirstParty, options?: ListenOptions): Promise<Listening> {
  const address = options ?? lambdaEndpoint(process.env) ?? { hostname: "127.0.0.1", port: 8787 };
  return (await own())(address.isLambdas ? behindLambda(handler) : handler, address);
}

async function own(): Promise<Listen> {
  if ("Bun" in globalThis) return (await import("./listen-bun.ts")).listenBun;
  if ("Deno" in globalThis) return (await import("./listen-deno.ts")).listenDeno;
  return (await import("./listen-node.ts")).listenNode;
}
