import type { Route, Vendor } from "../../core/types.ts";
import type { Place } from "./place.ts";

/** What a snippet is printed from: the vendor as it is configured, and where the site's pages find it. */
export interface ToPrint {
  readonly vendor: Vendor;
  readonly place: Place;
  readonly writeKey: string;
}

/** One vendor's snippet in its forms. Whatever comes from outside goes in through `literal`. */
export interface SnippetPrinter {
  /** Elements for the page's head. */
  html(snippet: ToPrint): string;
  /** An ES module for sites that bundle the vendor's SDK from npm. */
  module(snippet: ToPrint): string;
}

/** Where the vendor's route of a kind is on the site: the first, if there are several. */
export function pathOf({ path, routes }: Vendor, kind: Route["kind"]): string | undefined {
  const route = routes.find((each) => each.kind === kind);
  return route && path + route.path;
}
