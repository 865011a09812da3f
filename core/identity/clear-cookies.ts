import { requestView } from "../fetch-types.ts";
import { resolveConfig } from "../options.ts";
import { siteOf } from "../site.ts";
import type { Config } from "../types.ts";
import { type CookieChange, clear } from "./changes.ts";
import { parseCookieHeader } from "./cookie-header.ts";
import { groupFinder } from "./groups.ts";
import { toSetCookies } from "./set-cookie.ts";

/**
 * For the site's own log-out code: Set-Cookie values, to append to its response, that expire every vendor's twins *and* browser
 * cookies. Left alone, the browser cookies would be mirrored back by the next renew. Local storage stays, so call the SDK's
 * `reset()` in the page as well. Throws a TypeError on a wrong config and FirstPartyError `bad_host` on a request without a host.
 */
export function clearCookies(request: Request, config: Config): string[] {
  const settings = resolveConfig(config);
  const view = requestView(request);
  const cookies = parseCookieHeader(view.header("cookie"));
  const changes = settings.vendors
    .flatMap((vendor) => groupFinder(vendor)(cookies))
    .flatMap((group): CookieChange[] => [
      ...clear(group),
      ...group.map(({ browser }) => ({ expire: "browser" as const, name: browser })),
    ]);
  return toSetCookies(changes, siteOf(view, settings), settings.maxAgeSeconds);
}
