import { type NamePattern, namePattern } from "../cookie-names.ts";
import type { FailurePlace } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import { headersUp } from "../privacy/private-headers.ts";
import { cookieKeyRule } from "../vendor-keys.ts";
import { type AnswerRewriter, answerRewriter } from "./rewrite-json.ts";
import { type MayCross, twinRule } from "./twins.ts";

/** What can be known of a relay route before any request. */
export interface RoutePlan {
  readonly place: FailurePlace;
  readonly route: RelayRoute;
  /** Length of the vendor's path, which does not go up. */
  readonly mountLength: number;
  /** Base URL of the upstream host, without a final slash. */
  readonly base: string;
  /** What every upstream URL has to keep: this origin, and a path that begins so. */
  readonly origin: string;
  readonly pathPrefix: string;
  /** Request headers of the client that go up. */
  readonly headersUp: readonly string[];
  readonly cookiesUp: readonly NamePattern[];
  readonly cookiesDown: readonly NamePattern[];
  /** Whether a cookie of this name may go either way on a host. */
  readonly mayCross: ReturnType<typeof cookieKeyRule>;
  readonly mayGoUp: MayCross;
  readonly mayComeBack: MayCross;
  readonly bodyBytes: number;
  readonly bodyMs: number;
  readonly headerBytes: number;
  readonly headersMs: number;
  readonly retryMs: number;
  /** Undefined where answers stay as they are. */
  readonly rewrite: AnswerRewriter | undefined;
}

export function planRoute(vendor: Vendor, route: RelayRoute, settings: Settings): RoutePlan {
  const host = new URL(vendor.hosts[route.host] ?? "");
  const basePath = host.pathname.replace(/\/$/, "");
  const base = host.origin + basePath;
  return {
    place: { vendor: vendor.id, route: route.path },
    route,
    mountLength: vendor.path.length,
    base,
    origin: host.origin,
    pathPrefix: basePath + (route.to ?? route.path.replace(/:.*/, "")),
    headersUp: headersUp(route, settings.privacy),
    cookiesUp: (route.cookiesUp ?? []).map(namePattern),
    cookiesDown: (route.cookiesDown ?? []).map(namePattern),
    mayCross: cookieKeyRule(vendor),
    mayGoUp: twinRule(vendor, route, "up"),
    mayComeBack: twinRule(vendor, route, "down"),
    bodyBytes: route.bodyBytes ?? settings.bodyBytes,
    bodyMs: settings.bodyMs,
    headerBytes: settings.headerBytes,
    headersMs: settings.headersMs,
    retryMs: settings.retryMs,
    rewrite: answerRewriter(vendor, route, base, settings),
  };
}
