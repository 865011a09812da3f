import { personal } from "./caching.ts";
import { allowedMethods, corsHeaders, preflight } from "./cors.ts";
import { endDeadline, noDeadline } from "./deadline.ts";
import type { Asked, Endpoint } from "./endpoint.ts";
import { FirstPartyError, failureBody, tell } from "./errors.ts";
import { requestView, toResponse } from "./fetch-types.ts";
import { identityEndpoint } from "./identity/service.ts";
import { resolveConfig, type Settings } from "./options.ts";
import { splitUrl } from "./paths.ts";
import { rateLimiter } from "./rate-limit/rate-limiter.ts";
import type { Upstream } from "./relay/in-flight.ts";
import { disabledEndpoint } from "./relay/disabled.ts";
import { relayEndpoint } from "./relay/relay.ts";
import { isServiceRoute } from "./route-kind.ts";
import { createRouter } from "./router.ts";
import { siteOf } from "./site.ts";
import type { Answer, ClientRequest, Config, FirstParty, PlatformContext } from "./types.ts";
import { workerEndpoint } from "./worker.ts";

/**
 * Makes the handler that every adapter takes. Throws a TypeError on a wrong config, here and never at request time; the handler
 * resolves for every input.
 *
 * @example export default toBun(createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] }));
 */
export function createFirstParty(config: Config): FirstParty {
  const settings = resolveConfig(config);
  const findEndpoint = createRouter(endpoints(settings));

  async function answer(request: ClientRequest, context: PlatformContext = {}): Promise<Answer> {
    const deadline = noDeadline();
    let asked: Asked | undefined;
    let endpoint: Endpoint | undefined;
    try {
      if (settings.isThroughEdge?.(request) === false) throw new FirstPartyError("not_through_edge");
      const site = siteOf(request, settings);
      asked = { request, site };
      const { path, search } = splitUrl(request.url, settings.urlBytes);
      const exchange = { request, context, site, path, search, deadline };
      endpoint = findEndpoint(path);
      if (endpoint === undefined) throw new FirstPartyError("no_route");
      if (request.method === "OPTIONS") return preflight(exchange, endpoint, settings);
      if (!endpoint.methods.includes(request.method)) throw new FirstPartyError("method_not_allowed", endpoint.place);
      const served = await endpoint.serve(exchange);
      return endpoint.isPersonal || served.setCookies.length > 0
        ? personal(served, request, endpoint.isPersonal === "kept")
        : served;
    } catch (cause) {
      const error =
        cause instanceof FirstPartyError ? cause : new FirstPartyError("internal", { ...endpoint?.place, cause });
      tell(settings.onError, error);
      return {
        status: error.status,
        headers: {
          "content-type": "application/json",
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
          ...(error.code === "method_not_allowed" && endpoint ? { allow: allowedMethods(endpoint) } : {}),
          ...(error.retryAfter === undefined ? {} : { "retry-after": String(error.retryAfter) }),
          // What is left of the body is not waited for (RFC 9110 15.5.9).
          ...(error.code === "body_timeout" ? { connection: "close" } : {}),
          ...(asked ? corsHeaders(asked, settings) : {}),
        },
        setCookies: [],
        body: request.method === "HEAD" ? null : failureBody(error),
      };
    } finally {
      endDeadline(deadline);
    }
  }

  const handler = (request: Request, context?: PlatformContext) =>
    answer(requestView(request), context).then(toResponse);
  // The last try may start that late, and has its time to the first byte and as long again to the last.
  return Object.assign(handler, { answer, patienceMs: settings.retryMs + 2 * settings.headersMs });
}

/** Types a config where it is written, and returns it as it is. */
export function defineConfig(config: Config): Config {
  return config;
}

function endpoints(settings: Settings) {
  const limited = rateLimiter(settings);
  const upstreams = new Map<string, Upstream>();
  return settings.vendors.flatMap((vendor) =>
    vendor.routes.map((route) => {
      const endpoint = isServiceRoute(route)
        ? identityEndpoint(vendor, route, settings)
        : route.kind === "service-worker"
          ? workerEndpoint(vendor, route, settings)
          : settings.disabled.has(vendor.id)
            ? disabledEndpoint(vendor, route, settings)
            : relayEndpoint(vendor, route, settings, upstreams);
      return { path: vendor.path + route.path, value: limited(route, endpoint) };
    }),
  );
}
