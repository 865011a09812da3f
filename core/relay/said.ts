import { parseCookieHeader, type RequestCookies } from "../cookie-header.ts";
import type { Settings } from "../options.ts";
import type { Bytes, ClientRequest, KeyPlace, PersonPlace, RelayRoute, Vendor } from "../types.ts";
import { asRead } from "./as-read.ts";
import { fieldFinder, UNREADABLE, type Values } from "./body-keys.ts";

type BodyPlace = Extract<KeyPlace | PersonPlace, { readonly in: "body" }>;

/** What a request says in its cookies and its body: each is read once, when it is first asked about. */
export interface Said {
  /** Undefined where their header is longer than `limits.headerBytes`: nobody reads it then. */
  cookies(): RequestCookies | undefined;
  /** The values in a place that the route names; none where there is no body. */
  valuesIn(place: BodyPlace): Values;
  /** Takes in what is to be read for `valuesIn`. */
  hear(body: Bytes): Promise<void>;
}

/** Made once, at setup: the places in a body that a route's rules ask about are read in one pass. */
export function listener(
  { keys }: Vendor,
  { keyIn = [], personIn = [], requestHeaders }: RelayRoute,
  { headerBytes }: Pick<Settings, "headerBytes">,
): (request: Pick<ClientRequest, "header">) => Said {
  const isBody = (place: KeyPlace | PersonPlace): place is BodyPlace => place.in === "body";
  const ofKeys: readonly BodyPlace[] = keys === undefined ? [] : keyIn.filter(isBody);
  const places = [...ofKeys, ...personIn.filter(isBody)];
  // Of a label that stays here the vendor knows nothing, and reads the bytes as they are.
  const isLabelled = requestHeaders.includes("content-encoding");
  const find = fieldFinder(places.map((place, index) => ({ ...place, isAnywhere: index >= ofKeys.length })));
  return (request) => {
    let cookies: RequestCookies | undefined;
    let body: Bytes | null | undefined = null;
    let found: readonly Values[] | undefined;
    return {
      cookies() {
        const header = request.header("cookie");
        if (header === null || header.length <= headerBytes) cookies ??= parseCookieHeader(header);
        return cookies;
      },
      valuesIn(place) {
        if (body === undefined) return UNREADABLE;
        if (body === null || body.byteLength === 0) return [];
        found ??= find(body);
        return found[places.indexOf(place)] ?? UNREADABLE;
      },
      async hear(heard) {
        if (places.length > 0) body = await asRead(heard, isLabelled ? request.header("content-encoding") : null);
      },
    };
  };
}
