import { isHost } from "../hosts.ts";
import { checkKeys, isText, list, mistake } from "../mistakes.ts";
import type { KeyPlace, RelayRoute, Vendor } from "../types.ts";
import { keyNames } from "../vendor-keys.ts";

/** What there is to say of each place. */
const FIELDS = {
  path: ["name"],
  query: ["name", "field"],
  authorization: [],
  body: ["name"],
  route: ["key"],
} as const satisfies Record<KeyPlace["in"], readonly string[]>;

/** Refuses a place in which no request could have a key. */
export function checkKeyIn(option: string, { keyIn, path }: RelayRoute): void {
  if (keyIn === undefined) return;
  if (list(`${option} keyIn`, keyIn).length === 0)
    throw mistake(`${option} keyIn`, "must name one place at least; leave it out where a request has no key", keyIn);
  for (const place of keyIn) {
    const fields = Object.hasOwn(FIELDS, place?.in) ? FIELDS[place.in] : undefined;
    if (fields === undefined) throw mistake(`${option} keyIn`, `must be in ${Object.keys(FIELDS).join(", ")}`, place);
    checkKeys(`${option} keyIn`, place, ["in", ...fields]);
    if (place.in === "authorization") continue;
    const name = place.in === "route" ? place.key : place.name;
    if (typeof name !== "string" || name === "") throw mistake(`${option} keyIn`, `must have a ${fields[0]}`, place);
    if (place.in === "query" && place.field !== undefined && !isText(place.field, /./))
      throw mistake(`${option} keyIn`, "must name a field", place);
    // Behind a segment that may be several nobody can say which one it is.
    const before = path.slice(0, path.indexOf(`/:${place.in === "path" ? place.name : ""}`) + 1);
    if (place.in === "path" && (!path.split("/").includes(`:${place.name}`) || before.includes("+")))
      throw mistake(`${option} keyIn`, "must name one segment of the path", place);
  }
}

/** Refuses keys that could not be held everywhere. */
export function checkWriteKeys(name: string, { keys, routes }: Vendor): void {
  if (keys === undefined) return;
  const names = keyNames(keys) ?? [];
  if (names.length === 0 || !names.every((key) => isText(key, /./)))
    throw mistake(`${name} keys`, "must name one key at least; leave it out to let any pass", keys);
  for (const [key, domains] of Array.isArray(keys) ? [] : Object.entries(keys)) {
    const bound: unknown = domains;
    if (!Array.isArray(bound) || bound.length === 0 || !bound.every(isHost))
      throw mistake(`${name} keys.${key}`, 'must list domains such as "example.com"', domains);
  }
  const unkeyed = routes.find((route) => route.kind === "collect" && route.keyIn === undefined);
  if (unkeyed) throw mistake(`${name} keys`, "cannot be held where a route has no keyIn", unkeyed.path);
}
