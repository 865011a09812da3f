import { isThisMachine } from "../../core/hosts.ts";
import { literal } from "./javascript.ts";

/** A vendor's addresses in the page's script, as JavaScript expressions. */
export interface Addresses {
  /** Scheme, host and the vendor's path. */
  readonly base: string;
  /** The same without a scheme. */
  readonly host: string;
  /** `"http"` or `"https"`; undefined: https, always. */
  readonly protocol: string | undefined;
  /** What a path of the service is from the page. */
  url(path: string): string;
}

/**
 * On the page's own host by default: written so that one snippet does on every domain, preview and port that the site has. `host`
 * names another one (perhaps with a port) for a service that the pages ask across sub-domains.
 */
export function addressesOf(path: string, host: string | undefined): Addresses {
  if (host === undefined) {
    return {
      base: `location.origin + ${literal(path)}`,
      host: `location.host + ${literal(path)}`,
      protocol: 'location.protocol === "http:" ? "http" : "https"',
      url: literal,
    };
  }
  const scheme = schemeOf(host);
  const url = (each: string) => literal(`${scheme}://${host}${each}`);
  return {
    base: url(path),
    host: literal(host + path),
    protocol: scheme === "http" ? '"http"' : undefined,
    url,
  };
}

/** How pages reach a service on another host, which may have a port: without TLS on this machine only. */
export function schemeOf(host: string): "http" | "https" {
  return isThisMachine(host.replace(/:\d+$/, "")) ? "http" : "https";
}
