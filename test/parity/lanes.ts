import type { Config, Vendor } from "../../core/index.ts";
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
  const configs = SITES.map((site) => [site, configOf(site, placeholder, closed)] as const);
  return packed(
    configs,
    placeholder,
    lanes.map(({ url }) => url),
  );
}

/** The same for one config, under `siteKey("shop", 0)`. */
export function siteJson(config: Config): string {
  const placeholder = "http://vendor.invalid";
  return packed([["shop", config]], placeholder, [placeholder]);
}

function packed(
  configs: readonly (readonly [site: SiteName, config: Config])[],
  placeholder: string,
  vendors: readonly string[],
): string {
  const data: string[] = [];
  const placeOf = (vendor: Vendor): number => {
    const text = JSON.stringify(vendor);
    return data.includes(text) ? data.indexOf(text) : data.push(text) - 1;
  };
  const sites = configs.map(([site, config]) => [site, { ...config, vendors: config.vendors.map(placeOf) }] as const);
  return JSON.stringify({
    sites: Object.fromEntries(sites),
    data: data.map((text) => JSON.parse(text) as unknown),
    placeholder,
    vendors,
  } satisfies ParitySites);
}

/** Value of the header `x-parity`, which goes no further than the entry. */
export function siteKey(site: SiteName, lane: number): string {
  return `${site}.${lane}`;
}
