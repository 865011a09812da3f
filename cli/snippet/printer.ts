import { addressesOf } from "./addresses.ts";
import type { RelayRoute, Route, Vendor } from "../../core/types.ts";
import type { Place } from "./place.ts";

/** What a snippet is printed from: the vendor as it is configured, and where the site's pages find it. */
export interface ToPrint {
  readonly vendor: Vendor;
  readonly place: Place;
  /** Write key or project token; `placeholder` where nobody has said it. */
  readonly key: string;
}

/** One vendor's snippet in its forms. Whatever comes from outside goes in through `literal`. */
export interface SnippetPrinter {
  /** What the vendor calls the key by which it knows whose data it gets. */
  readonly keyName: string;
  /** Stands for a key that is not known. */
  readonly placeholder: string;
  /** Elements for the page's head. */
  html(snippet: ToPrint): string;
  /** An ES module for sites that bundle the vendor's SDK from npm; or the sentence that says why there is none. */
  readonly module: ((snippet: ToPrint) => string) | string;
  /** Sentences for whoever puts it on his pages, beside what goes for every vendor. */
  hints?(snippet: ToPrint, isModule: boolean): readonly string[];
}

/** Where the vendor's route of a kind is on the site: the first, if there are several. */
export function pathOf({ path, routes }: Vendor, kind: Route["kind"]): string | undefined {
  const route = routes.find((each) => each.kind === kind);
  return route && path + route.path;
}

/** The routes that serve the vendor's own files under another name. */
export function renamedFiles({ routes }: Vendor): readonly RelayRoute[] {
  return routes.filter((route): route is RelayRoute => "to" in route && route.kind === "script");
}

/** For SDKs that tell nobody of a log-out: what the site's own has to say beside `call`, where the page may be the last one for days. */
export function toldLogOut({ vendor, place }: ToPrint, call: string): string[] {
  const clear = pathOf(vendor, "clear");
  return clear === undefined
    ? []
    : [
        `in your own log-out, after ${call}: navigator.sendBeacon(${addressesOf(vendor.path, place.host).url(clear)}), so that the server hears of it where no other page comes`,
      ];
}
