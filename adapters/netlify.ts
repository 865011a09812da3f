import type { FirstParty, PlatformContext } from "../core/types.ts";
import { denoTransport } from "./deno/transport.ts";

/**
 * The part of Netlify's `Context` that is used, the same for Functions and Edge Functions:
 * https://docs.netlify.com/build/functions/api/#netlify-specific-context-object (2026-11-22).
 */
export interface NetlifyContext {
  /** The client's address, from a header that Netlify's edge writes itself; empty where it has not. */
  readonly ip: string;
  /** Where Netlify's edge finds the client by its address; on a machine of one's own, where the developer said he is. */
  readonly geo?: {
    readonly country?: { readonly code?: string };
    readonly subdivision?: { readonly code?: string };
    readonly city?: string;
  };
  waitUntil(work: Promise<unknown>): void;
}

/** What a function's module exports by default. */
export type NetlifyHandler = (request: Request, context: NetlifyContext) => Promise<Response>;

/**
 * For Functions: `export default toNetlify(handler)`, beside `export const config: Config = { path: "/ht/*" }`; Netlify reads `config` from
 * the source, so it has to be a plain object. No `method` in it: Netlify's list of methods has no HEAD. In the object form it is
 * `export default { fetch: toNetlify(handler), config: { path: "/ht/*" } }`.
 *
 * On Lambda, Netlify's bootstrap puts a `fetch` of its own in the global one's place, which writes the client's `CDN-Loop` into what the
 * vendor receives (@netlify/serverless-functions-api 2.23.0).
 */
export function toNetlify(handler: FirstParty): NetlifyHandler {
  return (request, context) => handler(request, platform(context, { readWhole: ANSWER_BYTES }));
}

/** For Edge Functions, which run on Deno: `export default toNetlifyEdge(handler)`, and a `config` with the path as for Functions. */
export function toNetlifyEdge(handler: FirstParty): NetlifyHandler {
  return (request, context) => handler(request, platform(context, { fetch: denoTransport }));
}

/**
 * Of a stream that breaks off, Netlify's server leaves the client waiting (@netlify/serverless-functions-api 2.23.0, run on 2026-11-22).
 * An answer in one piece may have 6 MB (https://docs.netlify.com/build/functions/configuration/).
 */
const ANSWER_BYTES = 6_000_000;

function platform(context: NetlifyContext, more: PlatformContext): PlatformContext {
  return {
    clientIp: context.ip,
    get geo() {
      const { country, subdivision, city } = context.geo ?? {};
      return { country: country?.code, region: subdivision?.code, city };
    },
    waitUntil: (work) => context.waitUntil(work),
    ...more,
  };
}
