import { isHost } from "../hosts.ts";
import { checkKeys, isText, list, mistake } from "../mistakes.ts";
import type { KeyPlace, RelayRoute, Vendor } from "../types.ts";
import { hasBody } from "../relay/acknowledge.ts";
import { isRelayRoute } from "../route-kind.ts";
import { keyNames } from "../vendor-keys.ts";

/** What there is to say of each place. */
const FIELDS = {
  path: ["name"],
  query: ["name", "field"],
  authorization: ["scheme"],
  body: ["name", "below"],
  route: ["key"],
} as const satisfies Record<KeyPlace["in"], readonly string[]>;

/** Refuses a place in which no request could have a key. */
export function checkKeyIn(option: string, { keyIn, mayLackKey, path }: RelayRoute): void {
  if (mayLackKey !== undefined && (typeof mayLackKey !== "boolean" || !keyIn?.length))
    throw mistake(`${option} mayLackKey`, "must be true or false, beside keyIn", mayLackKey);
  if (keyIn === undefined) return;
  for (const place of list(`${option} keyIn`, keyIn)) {
    const fields = isText(place?.in, /./) && Object.hasOwn(FIELDS, place.in) ? FIELDS[place.in] : undefined;
    if (fields === undefined) throw mistake(`${option} keyIn`, `must be in ${Object.keys(FIELDS).join(", ")}`, place);
    checkKeys(`${option} keyIn`, place, ["in", ...fields]);
    if (place.in === "authorization") {
      if (place.scheme !== undefined && place.scheme !== "basic")
        throw mistake(`${option} keyIn`, 'must have "basic" as its scheme, or none', place);
      continue;
    }
    const name = place.in === "route" ? place.key : place.name;
    if (typeof name !== "string" || name === "") throw mistake(`${option} keyIn`, `must have a ${fields[0]}`, place);
    const field = place.in === "query" ? place.field : place.in === "body" ? place.below : undefined;
    if (field !== undefined && !isText(field, /./)) throw mistake(`${option} keyIn`, "must name a field", place);
    // Behind a segment that may be several nobody can say which one it is.
    const before = path.slice(0, path.indexOf(`/:${place.in === "path" ? place.name : ""}`) + 1);
    if (place.in === "path" && (!path.split("/").includes(`:${place.name}`) || before.includes("+")))
      throw mistake(`${option} keyIn`, "must name one segment of the path", place);
  }
}

/** Refuses keys that name nothing, or that are bound to what is no domain. A factory calls it under its option's own name. */
export function checkKeyNames(option: string, keys: Vendor["keys"]): void {
  if (keys === undefined) return;
  const names = keyNames(keys) ?? [];
  if (names.length === 0 || !names.every((key) => isText(key, /./)))
    throw mistake(option, 'must list one key at least, such as ["KEY"]; leave it out to let any pass', keys);
  for (const [key, domains] of Array.isArray(keys) ? [] : Object.entries(keys)) {
    const bound: unknown = domains;
    if (!Array.isArray(bound) || bound.length === 0 || !bound.every((domain) => isHost(lowerCase(domain))))
      throw mistake(`${option}.${key}`, 'must list domains such as ["example.com"]', domains);
  }
}

/** Refuses keys that could not be held everywhere. */
export function checkWriteKeys(name: string, { keys, routes }: Vendor): void {
  if (keys === undefined) return;
  checkKeyNames(`${name} keys`, keys);
  const names = keyNames(keys) ?? [];
  for (const { path, keyIn } of routes.filter(isRelayRoute)) {
    for (const place of keyIn ?? []) {
      if (place.in === "route" && !names.includes(place.key))
        throw mistake(`${name} route ${JSON.stringify(path)}`, "must be for one of the vendor's keys", place.key);
    }
  }
  // A body can be an event, whatever its route is for.
  const unkeyed = routes
    .filter(isRelayRoute)
    .find(({ kind, methods, keyIn }) => keyIn === undefined && (kind === "collect" || methods.some(hasBody)));
  if (unkeyed)
    throw mistake(
      `${name} keys`,
      "cannot be held where a route has no keyIn; [] says that its requests name no source",
      unkeyed.path,
    );
}

function lowerCase(domain: unknown): unknown {
  return typeof domain === "string" ? domain.toLowerCase() : domain;
}
