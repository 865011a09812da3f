import type { Config } from "../../core/index.ts";
import { closedPort } from "../support/closed-port.ts";
import type { SiteName } from "./case.ts";
import type { ParitySites } from "./parity-sites.ts";
import { configOf, SITES } from "./sites.ts";
import { loopbackVendor } from "./vendor-loopback.ts";
import { mswVendors } from "./vendor-msw.ts";
import type { VendorPlayer } from "./vendor.ts";

/** Cases that run at once: most of the table's time is waiting for vendors that are late on purpose. */
const LANES = 6;

/** A vendor for each lane: by msw where what is asked runs in this process, on loopback where it does not. */
export async function vendorLanes(isInProcess: boolean): Promise<readonly VendorPlayer[]> {
  return isInProcess ? mswVendors(LANES) : Promise.all(Array.from({ length: LANES }, loopbackVendor));
}

export async function sitesJson(lanes: readonly VendorPlayer[]): Promise<string> {
  const placeholder = "http://vendor.invalid";
  const closed = `http://127.0.0.1:${await closedPort()}`;
  const sites = SITES.map((site) => [site, JSON.stringify(configOf(site, placeholder, closed))] as const);
  const vendors = lanes.map(({ url }) => url);
  return JSON.stringify({ sites: Object.fromEntries(sites), placeholder, vendors } satisfies ParitySites);
}

/** The same for one config, under `siteKey("shop", 0)`. */
export function siteJson(config: Config): string {
  const [placeholder, sites] = ["http://vendor.invalid", { shop: JSON.stringify(config) }];
  return JSON.stringify({ sites, placeholder, vendors: [placeholder] } satisfies ParitySites);
}

/** Value of the header `x-parity`, which goes no further than the entry. */
export function siteKey(site: SiteName, lane: number): string {
  return `${site}.${lane}`;
}
