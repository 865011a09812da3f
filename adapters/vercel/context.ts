import type { PlatformContext } from "../../core/types.ts";

/** The second argument of Vercel's web handlers; the production bundle of @vercel/node 24.0.0 passes none. */
export interface VercelContext {
  readonly waitUntil?: (work: Promise<unknown>) => void;
}

/**
 * "Client IP address as calculated by Vercel Proxy", what `ipAddress` of @vercel/functions 3.9.9 reads. Vercel writes it over whatever
 * a client sent, X-Forwarded-For as well (https://vercel.com/docs/headers/request-headers, 2025-12-13): with a CDN on top it is
 * the CDN's address, or the visitor's where Vercel was told to trust that proxy.
 */
export const CLIENT_IP = "x-real-ip";

export function platformContext(clientIp: string | null, context?: VercelContext): PlatformContext {
  return {
    clientIp: clientIp ?? undefined,
    waitUntil: (work) => (context?.waitUntil ? context : requestContext())?.waitUntil?.(work),
  };
}

/** Where @vercel/functions 3.9.9 finds `waitUntil`; it is another one for each request. */
function requestContext(): VercelContext | undefined {
  const known = globalThis as { [REQUEST_CONTEXT]?: { get?: () => VercelContext | undefined } };
  return known[REQUEST_CONTEXT]?.get?.();
}

const REQUEST_CONTEXT = Symbol.for("@vercel/request-context");
