import { namePattern } from "./cookie-names.ts";
import { coversHost } from "./hosts.ts";
import type { Vendor } from "./types.ts";

type Keys = NonNullable<Vendor["keys"]>;

/** The keys, whatever they are bound to; undefined where any may pass. Reads also what is still to be checked. */
export function keyNames(keys: Vendor["keys"]): readonly string[] | undefined {
  if (keys === undefined || Array.isArray(keys)) return keys;
  return typeof keys === "object" && keys !== null ? Object.keys(keys) : [];
}

/** Whether a key may pass on a host: that of `Site`, in lower case. One that is bound to domains passes nowhere else, this machine included. */
export function keyRule(keys: Keys): (key: string | undefined, host: string) => boolean {
  const bound = new Map<string | undefined, readonly string[] | undefined>(
    isList(keys)
      ? keys.map((key) => [key, undefined])
      : Object.entries(keys).map(([key, domains]) => [key, domains.map((domain) => domain.toLowerCase())]),
  );
  return (key, host) => bound.has(key) && bound.get(key)?.some((domain) => coversHost(domain, host)) !== false;
}

/** Whether a cookie of this name may be on a host: a twin that belongs to a key, only where that may pass. */
export function cookieKeyRule({ keys, identity = [] }: Vendor): (name: string, host: string) => boolean {
  if (keys === undefined) return () => true;
  const mayPass = keyRule(keys);
  const twins = identity
    .flat()
    .flatMap(({ server, key }) => (key === undefined ? [] : [{ key, pattern: namePattern(server) }]));
  return (name, host) => twins.every(({ key, pattern }) => pattern.starOf(name) === undefined || mayPass(key, host));
}

/** `Array.isArray` would not tell a readonly list from an object to the compiler. */
function isList(keys: Keys): keys is readonly string[] {
  return Array.isArray(keys);
}
