import { base64Bytes } from "../base64.ts";
import type { Exchange } from "../endpoint.ts";
import { forVendor } from "./authorization.ts";
import type { KeyPlace, RelayRoute, Vendor } from "../types.ts";
import { fieldFinder, UNREADABLE, type Values } from "./body-keys.ts";
import { percentDecoded, valuesInQuery } from "../form-decoding.ts";
import { keyRule } from "../vendor-keys.ts";
import type { Said } from "./said.ts";

/** The keys in one place of a request; undefined for what stands in a key's place and cannot be read as one. */
type Reader = (exchange: Exchange, said: Said) => Values;

/** Undefined where the request may not pass. */
export type FindKeys = (exchange: Exchange, said: Said) => readonly string[] | undefined;

/**
 * Finds for which of the vendor's `keys` a request is: one has to be there, unless the route says otherwise, and none other.
 * Undefined where any may pass. They are compared as strings are: a key stands in the source of every page, so there is nothing to find out by measuring the time.
 */
export function keyFinder(vendor: Vendor, route: RelayRoute): FindKeys | undefined {
  if (vendor.keys === undefined || !route.keyIn?.length) return undefined;
  const mayPass = keyRule(vendor.keys);
  const readers = route.keyIn.map((place) => reader(place, vendor.path + route.path));
  return (exchange, said) => {
    const keys: string[] = [];
    for (const read of readers) {
      for (const key of read(exchange, said)) {
        if (key === undefined || !mayPass(key, exchange.site.host)) return undefined;
        keys.push(key);
      }
    }
    return keys.length > 0 || route.mayLackKey ? keys : undefined;
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
      const find = fieldFinder([{ name: field }]);
      return ({ search }) => valuesInQuery(search, name).flatMap((value) => keysInData(value, find));
    }
    case "route":
      return () => [place.key];
    case "authorization":
      return ({ request }) => keysInAuthorization(forVendor(request.header("authorization")), place.scheme);
    case "body":
      return (_exchange, said) => said.valuesIn(place);
  }
}

/**
 * Of base64 of JSON, as pixels have it: of either alphabet (RFC 4648 4 and 5), padded or not, and line breaks are skipped as by every
 * reader. A blank was a `+` that nobody escaped; but some skip it, and others what is of the alphabet that they do not read. So whatever any of
 * them reads counts.
 */
function keysInData(value: string | undefined, find: ReturnType<typeof fieldFinder>): Values {
  if (value === undefined) return UNREADABLE;
  const texts = new Set([value.replaceAll(" ", "+"), value.replaceAll(" ", "")]);
  const readings = [...texts].flatMap((text) =>
    /[-_]/.test(text) ? [text.replaceAll("-", "+").replaceAll("_", "/"), text.replace(/[-_]/g, "")] : [text],
  );
  const readable = readings.map((text) => valuesIn(text, find)).filter((values) => values !== UNREADABLE);
  return readable.length === 0 ? UNREADABLE : readable.flat();
}

function valuesIn(base64: string, find: ReturnType<typeof fieldFinder>): Values {
  try {
    return find(base64Bytes(base64))[0] ?? UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** `Basic base64(key:)`, as the server libraries send it, or `Bearer key` (RFC 7617, RFC 6750). */
const AUTHORIZATION = /^(?:basic +([a-z0-9+/]+=*)|bearer +([\w.~+/-]+=*)) *$/i;

function keysInAuthorization(header: string | null, scheme: "basic" | undefined): Values {
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
