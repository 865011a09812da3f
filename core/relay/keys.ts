import { base64Bytes } from "../base64.ts";
import type { Exchange } from "../endpoint.ts";
import type { Bytes, KeyPlace, RelayRoute, Vendor } from "../types.ts";
import { keysInBody, UNREADABLE } from "./body-keys.ts";
import { percentDecoded, valuesInQuery } from "../form-decoding.ts";
import { keyRule } from "../vendor-keys.ts";

/** The keys in one place of a request; undefined for what stands in a key's place and cannot be read as one. */
type Reader = (exchange: Exchange, body: Bytes | null) => readonly (string | undefined)[];

/**
 * Whether a request is for one of the vendor's `keys`: one has to be there, and none other. Undefined where any may pass. They are
 * compared as strings are: a key stands in the source of every page, so there is nothing to find out by measuring the time.
 */
export function keyJudge(
  vendor: Vendor,
  route: RelayRoute,
): ((exchange: Exchange, body: Bytes | null) => boolean) | undefined {
  if (vendor.keys === undefined || !route.keyIn?.length) return undefined;
  const mayPass = keyRule(vendor.keys);
  const readers = route.keyIn.map((place) => reader(place, vendor.path + route.path));
  return (exchange, body) => {
    let count = 0;
    for (const read of readers) {
      for (const key of read(exchange, body)) {
        if (!mayPass(key, exchange.site.host)) return false;
        count++;
      }
    }
    return count > 0;
  };
}

function reader(place: KeyPlace, pattern: string): Reader {
  switch (place.in) {
    case "path": {
      const index = pattern.split("/").indexOf(`:${place.name}`);
      return ({ path }) => [percentDecoded(path.split("/")[index] ?? "")];
    }
    case "query": {
      const { name, field } = place;
      if (field === undefined) return ({ search }) => valuesInQuery(search, name);
      return ({ search }) => valuesInQuery(search, name).flatMap((value) => keysInData(value, field));
    }
    case "route":
      return () => [place.key];
    case "authorization":
      return ({ request }) => keysInAuthorization(request.header("authorization"), place.scheme);
    case "body":
      return ({ request }, body) => {
        if (body === null) return [];
        return isEncoded(request.header("content-encoding")) ? UNREADABLE : keysInBody(body, place.name, place.below);
      };
  }
}

/** By its label alone, in any case (RFC 9110 8.4.1): the vendor reads what its own decoder makes of the body. */
function isEncoded(label: string | null): boolean {
  return label !== null && label.trim().toLowerCase() !== "identity";
}

/**
 * Of base64 of JSON, as pixels have it: of either alphabet (RFC 4648 4 and 5), padded or not, and line breaks are skipped as by every
 * reader. A blank was a `+` that nobody escaped.
 */
function keysInData(value: string | undefined, field: string): readonly (string | undefined)[] {
  if (value === undefined) return UNREADABLE;
  try {
    return keysInBody(base64Bytes(value.replace(/[ -]/g, "+").replaceAll("_", "/")), field);
  } catch {
    return UNREADABLE;
  }
}

/** `Basic base64(key:)`, as the server libraries send it, or `Bearer key` (RFC 7617, RFC 6750). */
const AUTHORIZATION = /^(?:basic +([a-z0-9+/]+=*)|bearer +([\w.~+/-]+=*)) *$/i;

function keysInAuthorization(header: string | null, scheme: "basic" | undefined): readonly (string | undefined)[] {
  // An empty one is none to a vendor, too.
  if (!header) return [];
  const [, basic, bearer] = AUTHORIZATION.exec(header) ?? [];
  if (basic === undefined) return scheme === "basic" && bearer !== undefined ? [] : [bearer];
  try {
    return [atob(basic).split(":")[0]];
  } catch {
    return [undefined];
  }
}
