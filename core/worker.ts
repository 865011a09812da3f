import { corsHeaders } from "./cors.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Settings } from "./options.ts";
import type { Vendor, WorkerRoute } from "./types.ts";

/**
 * A service worker of the site's own origin that imports the vendor's scripts through this service. `Service-Worker-Allowed` lets it be
 * registered for the whole site (Service Workers 4.1): with `scope: "/"`, or by a rewrite of `/service-worker.js` to here.
 *
 * Switched off it is empty: an error would leave the one that browsers have, and the vendor's code in it. They take the new one within a day,
 * and keep the visitor's subscription for the day that it is switched on again.
 */
export function workerEndpoint(vendor: Vendor, { path, imports }: WorkerRoute, settings: Settings): Endpoint {
  const place = { vendor: vendor.id, route: path };
  const isOff = settings.disabled.has(vendor.id);
  const body = isOff
    ? "/* firstparty: this vendor is switched off */\n"
    : `importScripts(${imports.map((script) => JSON.stringify(vendor.path + script)).join(", ")});\n`;
  return {
    place,
    methods: ["GET", "HEAD"],
    requestHeaders: [],
    serve(exchange) {
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
