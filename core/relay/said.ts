import { parseCookieHeader, type RequestCookies } from "../cookie-header.ts";
import type { Settings } from "../options.ts";
import type { Bytes, ClientRequest, KeyPlace, PersonPlace, RelayRoute, Vendor } from "../types.ts";
import { type BodyField, fieldFinder, type Values } from "./body-keys.ts";

type BodyPlace = Extract<KeyPlace | PersonPlace, { readonly in: "body" }>;

/** What a request says in its cookies and its body: each is read once, when it is first asked about. */
export interface Said {
  /** Undefined where their header is longer than `limits.headerBytes`: nobody reads it then. */
  cookies(): RequestCookies | undefined;
  /** The values in a place that the route names; none in an empty body. */
  valuesIn(place: BodyPlace): Values;
  /** What is to be read for `valuesIn`. */
  hear(body: Bytes): void;
}

/** Made once, at setup: the places in a body that a route's rules ask about are read in one pass. */
export function listener(
  { keys }: Vendor,
  { keyIn = [], personIn = [] }: RelayRoute,
  { headerBytes }: Settings,
): (request: ClientRequest) => Said {
  const fields = new Map<BodyPlace, BodyField>();
  for (const place of keys === undefined ? [] : keyIn) if (place.in === "body") fields.set(place, place);
  for (const place of personIn) if (place.in === "body") fields.set(place, { name: place.name, isAnywhere: true });
  const places = [...fields.keys()];
  const find = fieldFinder([...fields.values()]);
  return (request) => {
    let cookies: RequestCookies | undefined;
    let body: Bytes | undefined;
    let found: readonly Values[] | undefined;
    return {
      cookies() {
        if (cookies !== undefined) return cookies;
        const header = request.header("cookie");
        if (header === null || header.length <= headerBytes) cookies = parseCookieHeader(header);
        return cookies;
      },
      valuesIn(place) {
        if (body === undefined || body.byteLength === 0) return [];
        found ??= find(body);
        return found[places.indexOf(place)] ?? [];
      },
      hear(heard) {
        body = heard;
      },
    };
  };
}
