import { corsHeaders } from "./cors.ts";
import type { Endpoint } from "./endpoint.ts";
import { FirstPartyError } from "./errors.ts";
import type { Settings } from "./options.ts";
import type { Vendor, WorkerRoute } from "./types.ts";

/**
 * A service worker of the site's own origin that imports the vendor's scripts through this service. `Service-Worker-Allowed` lets it be
 * registered for the whole site (Service Workers 4.1): with `scope: "/"`, or by a rewrite of `/service-worker.js` to here.
 */
export function workerEndpoint(vendor: Vendor, { path, imports }: WorkerRoute, settings: Settings): Endpoint {
  const place = { vendor: vendor.id, route: path };
  const body = `importScripts(${imports.map((script) => JSON.stringify(vendor.path + script)).join(", ")});\n`;
  const isOff = settings.disabled.has(vendor.id);
  return {
    place,
    methods: ["GET", "HEAD"],
    requestHeaders: [],
    serve(exchange) {
      if (isOff) throw new FirstPartyError("disabled", place);
      return {
        status: 200,
        headers: {
          "content-type": "text/javascript; charset=utf-8",
          "cache-control": "no-cache",
          "service-worker-allowed": "/",
          "x-content-type-options": "nosniff",
          ...corsHeaders(exchange, settings),
        },
        setCookies: [],
        body: exchange.request.method === "HEAD" ? null : body,
      };
    },
  };
}
