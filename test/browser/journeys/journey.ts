import type { StandInVendor } from "../../../cli/dev/stand-in-vendor.ts";
import type { Profile } from "../engines/engine.ts";
import type { OpenShop } from "../shop.ts";

/** What one visitor does, and what has to come of it. The same in every engine that can play it. */
export interface Journey<P extends Profile = Profile, V extends StandInVendor = StandInVendor> {
  readonly name: string;
  /** Milliseconds; by default a minute. */
  readonly timeout?: number;
  /** Hosts past the site that the page asks in it: the vendor's data has to name each, with the reason. Default: none. */
  readonly elsewhere?: readonly string[];
  run(openShop: OpenShop<P, V>): Promise<void>;
}
