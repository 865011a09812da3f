import type { FirstParty, PlatformContext, Transport } from "../core/types.ts";

/** The part of a Worker's `ExecutionContext` that is used: https://developers.cloudflare.com/workers/runtime-apis/context/ */
export interface CloudflareContext {
  waitUntil(work: Promise<unknown>): void;
}

/** What a Worker's module exports by default: an `ExportedHandler<Env>`. */
export interface CloudflareEntry<Env> {
  readonly fetch: (request: Request, env: Env, context: CloudflareContext) => Promise<Response>;
}

/**
 * `export default toCloudflare(handler)`; or, for a config from bindings,
 * `export default toCloudflare((env: Env) => createFirstParty({ … }))`, which is called with the first request, once for each `env`.
 * A mistake in such a config is written to the Worker's log with each request, and the client gets a constant 500.
 *
 * For compatibility dates from 2023-03-01 on: before, a Worker's Headers cannot tell one Set-Cookie from the next. For Cloudflare's edge
 * only: in front of a workerd of your own, a client can write `CF-Connecting-IP` itself.
 */
export function toCloudflare(handler: FirstParty): CloudflareEntry<unknown>;
export function toCloudflare<Env>(make: (env: Env) => FirstParty): CloudflareEntry<Env>;
export function toCloudflare<Env>(source: FirstParty | ((env: Env) => FirstParty)): CloudflareEntry<Env> {
  const handlerOf = "answer" in source ? () => source : oncePerEnv(source);
  return {
    async fetch(request, env, context) {
      let handler: FirstParty;
      try {
        handler = handlerOf(env);
      } catch (mistake) {
        // Cloudflare's own error page says nothing to the operator, who has no place to look but the log.
        // oxlint-disable-next-line no-console
        console.error(`firstparty: ${mistake instanceof Error ? mistake.message : String(mistake)}`);
        return Response.json({ code: "internal" }, { status: 500 });
      }
      const response = await handler(request, {
        fetch: transport,
        // Written by Cloudflare's edge, whatever a client sent; the same address is appended to X-Forwarded-For:
        // https://developers.cloudflare.com/fundamentals/reference/http-headers/ (2026-11-22).
        clientIp: request.headers.get("cf-connecting-ip") ?? undefined,
        forwardedFor: "appended",
        get geo() {
          return placeOf(request);
        },
        waitUntil: (work) => context.waitUntil(work),
      });
      return asEncoded(response);
    },
  };
}

/** The part of `request.cf` that is used: https://developers.cloudflare.com/workers/runtime-apis/request/ */
interface CloudflarePlace {
  readonly country?: string;
  readonly regionCode?: string;
  readonly city?: string;
}

/** Cloudflare's own word, in no header; a Worker that was made a Request of has none. */
function placeOf(request: Request): PlatformContext["geo"] {
  const { cf } = request as { readonly cf?: CloudflarePlace | null };
  return { country: cf?.country, region: cf?.regionCode, city: cf?.city };
}

/** `env` is one object for as long as an isolate lives. */
function oncePerEnv<Env>(make: (env: Env) => FirstParty): (env: Env) => FirstParty {
  let made: { readonly env: Env; readonly handler: FirstParty } | undefined;
  return (env) => {
    if (made?.env !== env) {
      const handler = make(env);
      if (typeof handler !== "function") {
        throw new TypeError("toCloudflare takes what createFirstParty returned, or a function of env that returns it");
      }
      made = { env, handler };
    }
    return made.handler;
  };
}

/**
 * `encodeResponseBody: "manual"` hands on the bytes as they came, streamed or read whole (in @cloudflare/workers-types 5.20261117.1,
 * measured with workerd 1.20261117.1). Without it a body that is read comes decoded, and one that is empty, or is not what its label
 * says, fails.
 */
const transport: Transport = Object.assign(
  (url: string, { method, headers, body, signal }: Parameters<Transport>[1]) => {
    const init: RequestInit & { encodeResponseBody: "manual" } = {
      method,
      headers,
      body,
      signal,
      redirect: "manual",
      encodeResponseBody: "manual",
    };
    return fetch(url, init);
  },
  { encoding: "pass" as const },
);

/** Its body is what Content-Encoding says: workerd would encode it once more. */
function asEncoded({ status, headers, body }: Response): Response {
  const init: ResponseInit & { encodeBody: "manual" } = { status, headers, encodeBody: "manual" };
  return new Response(body, init);
}
