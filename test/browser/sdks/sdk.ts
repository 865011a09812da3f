import type { StandInVendor } from "../../../cli/dev/stand-in-vendor.ts";
import type { Vendor } from "../../../core/index.ts";
import type { SentEvent } from "../../support/vendor-events.ts";
import type { Tab } from "../engines/engine.ts";

/** What a story may take away from a shop, to see what it is good for. */
export type Part = "chunk address" | "cookie service" | "reset marker";

/** What stands in a shop's pages. */
export interface Pages {
  /** Elements for the head. */
  readonly head: string;
  /** Scripts of the site's own, by path. */
  readonly files?: ReadonlyMap<string, string> | undefined;
}

/** Where a shop's pages find the service, and what they leave out. */
export interface Placing {
  readonly vendor: Vendor;
  /** The service's host; undefined: the pages' own. */
  readonly host: string | undefined;
  /** Domain of the reset marker; undefined: host-only. */
  readonly cookieDomain: string | undefined;
  readonly without: readonly Part[];
  /** More script, after the snippet and before the SDK has loaded. */
  readonly script: string;
}

/** A vendor's SDK as the stories see it: all that one SDK does otherwise than another stands behind this. */
export interface Sdk<V extends StandInVendor = StandInVendor> {
  /** The vendor's. */
  readonly id: string;
  /** For the grid; two ways to bring one SDK into a page have two names. */
  readonly name: string;
  /** The vendor's path on the shop's domain. */
  readonly path: string;
  /** Of the shops' domains. Default `example`. */
  readonly topLevel?: string;
  /** Cookies by which it knows somebody, each with its twin; null where it has no cookie for that. */
  readonly cookies: Readonly<Record<"anonymous" | "user", { readonly browser: string; readonly twin: string } | null>>;
  /** Hosts of the vendor's that its pages ask on purpose, in controls. */
  readonly vendorsHosts?: readonly string[];
  /** The vendor on this machine. */
  startVendor(): Promise<V>;
  /** The vendor's data, with its hosts on this machine. Without the cookie service it is that of a mere proxy. */
  vendor(url: string, without: readonly Part[]): Vendor;
  pages(placing: Placing): Promise<Pages>;
  /** Whether it tells the cookie service of a reset by a call of its own. */
  readonly clears: boolean;
  /** In the page: what a link that logs out does. */
  readonly logOut: string;
  /** Regular expression for the URLs of calls that can change the identity, whose answers a story may have to wait for. */
  readonly identityCalls: string;
  /** A path of the service that the SDK waits for where it does not know who is there. */
  readonly awaited: string;
  /** For how many days it asks the browser to keep its cookies. */
  readonly cookieDays: number;
  /** Some of what a browser asks leave for where the service is on a neighbouring sub-domain. */
  readonly preflighted: readonly string[];
  /** Where an event of this type goes. */
  eventPath(type: "page" | "identify" | "track" | "group"): string;
  /** What answers an event that goes nowhere on purpose. */
  readonly dropped: number;
  /** Script after the snippet, that makes it send several events in one request after a second; null where it has no such choice. */
  readonly batching: string | null;
  /** What has reached the vendor so far. */
  eventsAt(vendor: V): readonly SentEvent[];
  /** Names of the cookies that may go up to the vendor. */
  readonly cookiesUp: readonly string[];
  /** "user-42", on the plan "pro". */
  identify(tab: Tab): Promise<void>;
  /** "Order Placed", of 5. */
  track(tab: Tab): Promise<void>;
  /** "team-7"; nothing where it has no groups. */
  group(tab: Tab): Promise<void>;
  reset(tab: Tab): Promise<void>;
  /** What the SDK has in mind to do by a timer, that a log-out which is cut off would not wait for. */
  stopTimers(tab: Tab): Promise<void>;
  /** Whether the SDK has nothing left to tell the cookie service, and the page has all answers but so many. */
  isIdle(tab: Tab, callsLeft: number): Promise<boolean>;
}

export function twinNames({ cookies }: Sdk): readonly string[] {
  return Object.values(cookies).flatMap((pair) => pair?.twin ?? []);
}
