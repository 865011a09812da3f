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
const CLIENT_IP = "x-real-ip";

/**
 * Of a stream that breaks off, Vercel's Edge server makes a whole answer, and on Node the client waits, or the process ends with whatever else
 * it served (@vercel/node 24.0.0, run on 2026-11-22). An answer in one piece may have 4.5 MB
 * (https://vercel.com/docs/functions/limitations).
 */
const ANSWER_BYTES = 4_500_000;

export function platformContext(header: (name: string) => string | null, context?: VercelContext): PlatformContext {
  return {
    clientIp: header(CLIENT_IP) ?? undefined,
    get geo() {
      return placeOf(header);
    },
    readWhole: ANSWER_BYTES,
    waitUntil: (work) => (context?.waitUntil ? context : requestContext())?.waitUntil?.(work),
  };
}

/**
 * What `geolocation` of @vercel/functions 3.9.9 reads; the city is percent-encoded. Vercel's page on its request headers says that it sends
 * them to each deployment; what becomes of a client's own where it knows of none, we found no word on (2025-12-13).
 */
function placeOf(header: (name: string) => string | null): PlatformContext["geo"] {
  return {
    country: header("x-vercel-ip-country") ?? undefined,
    region: header("x-vercel-ip-country-region") ?? undefined,
    city: decoded(header("x-vercel-ip-city")),
  };
}

function decoded(city: string | null): string | undefined {
  try {
    return city === null ? undefined : decodeURIComponent(city);
  } catch {
    return undefined;
  }
}

/** Where @vercel/functions 3.9.9 finds `waitUntil`; it is another one for each request. */
function requestContext(): VercelContext | undefined {
  const known = globalThis as { [REQUEST_CONTEXT]?: { get?: () => VercelContext | undefined } };
  return known[REQUEST_CONTEXT]?.get?.();
}

const REQUEST_CONTEXT = Symbol.for("@vercel/request-context");
