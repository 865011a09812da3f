import type { Exchange } from "../endpoint.ts";
import type { Settings } from "../options.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import type { VendorAnswer } from "./ask-vendor.ts";
import { forVendor } from "./authorization.ts";
import { keyNames } from "../vendor-keys.ts";
import { formDecoded } from "../form-decoding.ts";

/** What a vendor wrote into an ETag or a date comes back in these: a cookie by another name. A part of a file is asked for by its tag. */
const HIDDEN = /^(?:cookie|x-forwarded-for|range|if-.+)$/;
const TAGS: ReadonlySet<string> = new Set(["etag", "last-modified"]);

/** Shows an exchange as of nobody in particular: without cookies, tags, address and place, with a word for nobody in its path, and of query and Authorization the key only. */
export function anonymizer(
  { clientIpHeader }: Settings,
  { keys, path: mount }: Vendor,
  { path: pattern, keyIn = [], personIn = [] }: RelayRoute,
): (exchange: Exchange) => Exchange {
  const knownKeys = keyNames(keys) ?? [];
  // What has its key in a field of JSON has the person beside it.
  const names = new Set(keyIn.flatMap((each) => (each.in === "query" && each.field === undefined ? [each.name] : [])));
  const segments = (mount + pattern).split("/");
  const words = personIn.flatMap((each) =>
    each.in === "path" && each.nobody[0] !== undefined
      ? [[segments.indexOf(`:${each.name}`), each.nobody[0]] as const]
      : [],
  );
  const hasKeyedAuthorization = keyIn.some((place) => place.in === "authorization");
  return ({ request, context, site, path, search }) => ({
    site,
    path: nobodyIn(path, words),
    search: onlyKeys(search, names),
    context: { ...context, clientIp: undefined, geo: undefined },
    request: {
      method: request.method,
      url: request.url,
      host: request.host,
      secure: request.secure,
      header(name) {
        if (HIDDEN.test(name) || name === clientIpHeader) return null;
        if (name !== "authorization") return request.header(name);
        const value = forVendor(request.header(name));
        if (value === null) return null;
        return hasKeyedAuthorization ? onlyKey(value, knownKeys) : null;
      },
      bodyUsed: request.bodyUsed,
      readBody: (limit) => request.readBody(limit),
      get signal() {
        return request.signal;
      },
    },
  });
}

/** A vendor's answer to nobody in particular, without what would tell the next request from others. */
export function untagged(answer: VendorAnswer): VendorAnswer {
  const { headers } = answer;
  return {
    ...answer,
    headers: {
      get: (name) => (TAGS.has(name) ? null : headers.get(name)),
      getSetCookie: () => headers.getSetCookie(),
    },
  };
}

function nobodyIn(path: string, words: readonly (readonly [index: number, word: string])[]): string {
  return words.length === 0
    ? path
    : words.reduce((segments, [index, word]) => segments.with(index, word), path.split("/")).join("/");
}

/** What has a `;` in it is two parameters to some readers. */
function onlyKeys(search: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return "";
  const kept = search
    .slice(1)
    .split("&")
    .filter((part) => names.has(formDecoded(part.split("=", 1)[0] ?? "") ?? "") && !part.includes(";"));
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
}

/** Of Basic the user. A token may be anybody's session, and is a key only where the vendor's keys say so. */
function onlyKey(authorization: string, keys: readonly string[]): string | null {
  const [, scheme = "", value = ""] = /^(basic|bearer) +([\w.~+/-]+=*) *$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== "basic") return keys.includes(value) ? authorization : null;
  try {
    return `Basic ${btoa(`${atob(value).split(":", 1)[0]}:`)}`;
  } catch {
    return null;
  }
}
