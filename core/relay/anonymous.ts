import type { Exchange } from "../endpoint.ts";
import type { Settings } from "../options.ts";
import type { RelayRoute } from "../types.ts";

/**
 * Shows an exchange as of nobody in particular: without cookies, without the visitor's address, and without where he is; an event also
 * without its query, but for the key.
 */
export function anonymizer(
  { clientIpHeader = "" }: Settings,
  { kind, keyIn = [] }: RelayRoute,
): (exchange: Exchange) => Exchange {
  const isEvent = kind === "collect";
  const keys = new Set(keyIn.flatMap((place) => (place.in === "query" ? [place.name] : [])));
  const hidden: ReadonlySet<string> = new Set(["cookie", "x-forwarded-for", clientIpHeader]);
  return ({ request, context, site, path, search }) => ({
    site,
    path,
    search: isEvent ? onlyKeys(search, keys) : search,
    context: { ...context, clientIp: undefined, geo: undefined },
    request: {
      method: request.method,
      url: request.url,
      host: request.host,
      secure: request.secure,
      header: (name) => (hidden.has(name) ? null : request.header(name)),
      bodyUsed: request.bodyUsed,
      readBody: (limit) => request.readBody(limit),
      get signal() {
        return request.signal;
      },
    },
  });
}

/** What has a `;` in it is two parameters to some readers. */
function onlyKeys(search: string, names: ReadonlySet<string>): string {
  const kept = search
    .slice(1)
    .split("&")
    .filter((part) => names.has(part.split("=", 1)[0] ?? "") && !part.includes(";"));
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
}
