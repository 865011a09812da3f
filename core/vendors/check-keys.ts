import { checkKeys, list, mistake } from "../mistakes.ts";
import type { RelayRoute, Vendor } from "../types.ts";

/** Refuses a place in which no request could have a key. */
export function checkKeyIn(option: string, { keyIn, path }: RelayRoute): void {
  if (keyIn === undefined) return;
  if (list(`${option} keyIn`, keyIn).length === 0)
    throw mistake(`${option} keyIn`, "must name one place at least; leave it out where a request has no key", keyIn);
  for (const place of keyIn) {
    checkKeys(`${option} keyIn`, place, place?.in === "authorization" ? ["in"] : ["in", "name"]);
    if (!["path", "query", "authorization", "body"].includes(place.in))
      throw mistake(`${option} keyIn`, "must be in path, query, authorization or body", place);
    if (place.in !== "authorization" && (typeof place.name !== "string" || place.name === ""))
      throw mistake(`${option} keyIn`, "must have a name", place);
    // Behind a segment that may be several nobody can say which one it is.
    const before = path.slice(0, path.indexOf(`/:${place.in === "path" ? place.name : ""}`) + 1);
    if (place.in === "path" && (!path.split("/").includes(`:${place.name}`) || before.includes("+")))
      throw mistake(`${option} keyIn`, "must name one segment of the path", place);
  }
}

/** Refuses keys that could not be held everywhere. */
export function checkWriteKeys(name: string, { keys, routes }: Vendor): void {
  if (keys === undefined) return;
  const isList = Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === "string" && key !== "");
  if (!isList) throw mistake(`${name} keys`, "must name one key at least; leave it out to let any pass", keys);
  const unkeyed = routes.find((route) => route.kind === "collect" && route.keyIn === undefined);
  if (unkeyed) throw mistake(`${name} keys`, "cannot be held where a route has no keyIn", unkeyed.path);
}
