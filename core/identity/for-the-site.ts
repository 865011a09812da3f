import { granter, identityForgetter, withdrawer } from "./withdrawal.ts";
import { requestView } from "../fetch-types.ts";
import { resolveConfig } from "../options.ts";
import { siteOf } from "../site.ts";
import type { Config, Vendor } from "../types.ts";
import type { CookieChange } from "./changes.ts";
import { parseCookieHeader, type RequestCookies } from "../cookie-header.ts";
import { toSetCookies } from "./set-cookie.ts";

/**
 * For the site's own log-out code: Set-Cookie values, to append to its response, that expire every vendor's twins *and* browser
 * cookies. Left alone, the browser cookies would be mirrored back by the next renew. Local storage stays, so call the SDK's
 * `reset()` in the page as well. Throws a TypeError on a wrong config and FirstPartyError `bad_host` on a request without a host.
 */
export function clearCookies(request: Request, config: Config): string[] {
  return setCookies(request, config, (vendors) => {
    const forgetters = vendors.map(identityForgetter);
    return (cookies) => forgetters.flatMap((forget) => forget(cookies));
  });
}

/**
 * For the site's own code that takes consent back: Set-Cookie values, to append to its response, with the effect of
 * `POST <path>/consent/withdraw`. Every vendor's cookies go, and a marker stays by which nothing is set for this browser, and nothing
 * of it reaches a vendor that is denied, until `grant`. The page calls the SDK's `reset()` as well. Throws as `clearCookies` does.
 */
export function withdraw(request: Request, config: Config): string[] {
  return setCookies(request, config, withdrawer);
}

/** The same for a consent that is given anew, as `POST <path>/consent/grant`: none where nothing was withdrawn. */
export function grant(request: Request, config: Config): string[] {
  return setCookies(request, config, granter);
}

function setCookies(
  request: Request,
  config: Config,
  planFor: (vendors: readonly Vendor[]) => (cookies: RequestCookies) => CookieChange[],
): string[] {
  const settings = resolveConfig(config);
  const view = requestView(request);
  const changes = planFor(settings.vendors)(parseCookieHeader(view.header("cookie")));
  return toSetCookies(changes, siteOf(view, settings), settings.maxAgeSeconds);
}
