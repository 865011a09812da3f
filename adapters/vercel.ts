import type { FirstParty } from "../core/types.ts";
import { platformContext, type VercelContext } from "./vercel/context.ts";

export type { VercelContext };
export { toVercelLegacy, type VercelLegacyHandler } from "./vercel/legacy.ts";

type WebHandler = (request: Request, context?: VercelContext) => Promise<Response>;

/** "fetch Web Standard export" of the Node runtime: https://vercel.com/docs/functions/runtimes/node-js (2026-08-11). */
export interface VercelEntry {
  readonly fetch: WebHandler;
}

/** The methods that Vercel looks for among a module's exports: no others reach a function. */
export type VercelMethods = Readonly<
  Record<"GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", WebHandler>
>;

/** `export default toVercel(createFirstParty(config))`, on the Node runtime. */
export function toVercel(handler: FirstParty): VercelEntry {
  return { fetch: webHandler(handler) };
}

/**
 * `export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = toVercelMethods(createFirstParty(config))`, on the Node runtime and
 * on Edge, which knows no `{ fetch }`. Name all seven: one that is left out is answered 405 by Vercel, without an Allow header.
 */
export function toVercelMethods(handler: FirstParty): VercelMethods {
  const each = webHandler(handler);
  return { GET: each, HEAD: each, POST: each, PUT: each, PATCH: each, DELETE: each, OPTIONS: each };
}

/**
 * Core reads the site from the Host header, which here is the visitor's: Vercel finds the deployment by it, and where it overwrites
 * it (`vercel dev`, Edge) it does so with its own X-Forwarded-Host. The URL's origin is made of forwarding headers and says less.
 * After a rewrite in vercel.json the URL still has the visitor's path.
 */
function webHandler(handler: FirstParty): WebHandler {
  return (request, context) =>
    handler(
      request,
      platformContext((name) => request.headers.get(name), context),
    );
}
