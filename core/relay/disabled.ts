import type { Endpoint } from "../endpoint.ts";
import { FirstPartyError } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import { acknowledger, drop } from "./acknowledge.ts";

/** A route of a vendor that is switched off: it has no way to the vendor at all. */
export function disabledEndpoint(vendor: Vendor, route: RelayRoute, settings: Settings): Endpoint {
  const place = { vendor: vendor.id, route: route.path };
  const limits = { bodyBytes: route.bodyBytes ?? settings.bodyBytes, bodyMs: settings.bodyMs };
  const acknowledge = acknowledger(route, settings, "disabled");
  return {
    place,
    methods: route.methods,
    requestHeaders: route.requestHeaders,
    async serve(exchange) {
      if (route.kind !== "collect") throw new FirstPartyError("disabled", place);
      return drop(exchange, acknowledge, limits, place);
    },
  };
}
