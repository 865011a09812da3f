import type { Vendor } from "../../../core/index.ts";

/** What remains of a vendor where nobody keeps its cookies. */
export function proxyAlone({ routes, ...vendor }: Vendor): Vendor {
  return {
    ...vendor,
    identity: undefined,
    routes: routes.flatMap((route) => ("host" in route ? [{ ...route, identity: undefined }] : [])),
  };
}
