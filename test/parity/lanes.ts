import { closedPort } from "../support/closed-port.ts";
import type { SiteName } from "./case.ts";
import { configOf, SITES } from "./sites.ts";
import { LANES } from "./target.ts";
import { loopbackVendor } from "./vendor-loopback.ts";
import type { VendorPlayer } from "./vendor.ts";

/** A vendor on loopback for each lane. */
export function loopbackLanes(): Promise<VendorPlayer[]> {
  return Promise.all(Array.from({ length: LANES }, loopbackVendor));
}

/** What goes into PARITY_SITES of an entry: the config of each site for each lane's vendor, by `<site>.<lane>`. */
export async function sitesJson(lanes: readonly VendorPlayer[]): Promise<string> {
  const closed = `http://127.0.0.1:${await closedPort()}`;
  const configs = SITES.flatMap((site) =>
    lanes.map((vendor, lane) => [siteKey(site, lane), configOf(site, vendor.url, closed)] as const),
  );
  return JSON.stringify(Object.fromEntries(configs));
}

/** Value of the header `x-parity`, which goes no further than the entry. */
export function siteKey(site: SiteName, lane: number): string {
  return `${site}.${lane}`;
}
