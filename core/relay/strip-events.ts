import type { Exchange } from "../endpoint.ts";
import type { Bytes, RelayRoute, Vendor } from "../types.ts";
import { folded, LOOKED_INTO_BYTES } from "./body-keys.ts";
import { isTooDeep } from "./json-depth.ts";

type Fields = Record<string, unknown>;
/** A dotted field, split. */
type Path = readonly string[];
/** Fields to take out, by folded name; those below one that stays in a tree of their own. */
type Tree = Map<string, Tree | "all">;

/**
 * Takes out of a body what names a person; null where nothing is left to send, or where it cannot be looked into: encoded, not JSON, in
 * another form than the vendor's data says, too large, or of more levels than an event has. Fields are taken out in any case of their names, since
 * some readers (Go's) take them so; an event that says in another case what it is, or who, is dropped.
 */
export type StripEvents = (body: Bytes, exchange: Exchange) => Bytes | null;

/** SDKs send ten or a hundred at once; of a hundred thousand empty ones each would be looked at. */
const MAX_EVENTS = 1_000;

/** Made once, at setup. Without the vendor's word for where an event names a person, everything is refused. */
export function eventStripper({ event: shape, path: mount }: Vendor, route: RelayRoute): StripEvents {
  if (shape === undefined) return () => null;
  const pathForm = eventPath(mount, route);
  const personal = treeOf(shape.personal);
  const unlinked = shape.unlinked && { field: split(shape.unlinked.field), from: split(shape.unlinked.from) };
  const about = shape.aboutPerson && {
    field: split(shape.aboutPerson.field),
    values: new Set(shape.aboutPerson.values.map(folded)),
  };
  const batch = shape.batch === undefined ? undefined : split(shape.batch);
  // Around its events a body needs no id of its own.
  const personalAround = treeOf([...shape.personal, ...(shape.unlinked ? [shape.unlinked.field] : [])]);
  const exact = [batch, about?.field, unlinked?.field, unlinked?.from].filter((path) => path !== undefined);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const encoder = new TextEncoder();

  /** Whether the event may go, changed in place. */
  function strip(event: Fields): boolean {
    if (exact.some((path) => isOtherCase(event, path))) return false;
    if (about !== undefined && about.values.has(folded(String(read(event, about.field))))) return false;
    const link = unlinked && read(event, unlinked.from);
    if (!prune(event, personal)) return false;
    if (unlinked === undefined) return true;
    return typeof link === "string" && link !== "" && write(event, unlinked.field, link);
  }

  return (body, { path, request }) => {
    const encoding = request.header("content-encoding");
    if (encoding !== null && encoding !== "identity") return null;
    if (body.byteLength > LOOKED_INTO_BYTES) return null;
    const word = pathForm.exec(path)?.[1];
    if (word === undefined) return null;
    try {
      const text = decoder.decode(body);
      // One engine would write it anew, and the other throw.
      if (isTooDeep(text)) return null;
      const sent: unknown = JSON.parse(text);
      if (!isFields(sent) || (batch && isOtherCase(sent, batch))) return null;
      const events = batch && read(sent, batch);
      if (Array.isArray(events) && events.length > MAX_EVENTS) return null;
      if (batch === undefined || events === undefined) {
        if (about?.values.has(folded(word)) || !strip(sent)) return null;
      } else {
        if (!Array.isArray(events) || !events.every(isFields)) return null;
        const left = events.filter(strip);
        if (left.length === 0 || !prune(sent, personalAround) || !write(sent, batch, left)) return null;
      }
      return encoder.encode(JSON.stringify(sent));
    } catch {
      // No UTF-8, or no JSON.
      return null;
    }
  };
}

/** The paths by which an event may go, with the last segment caught: what is neither written in the route nor a key is one plain word. */
function eventPath(mount: string, { path, keyIn = [] }: RelayRoute): RegExp {
  const keys = new Set(keyIn.flatMap((place) => (place.in === "path" ? [`:${place.name}`] : [])));
  const segments = (mount + path)
    .split("/")
    .map((segment) =>
      keys.has(segment) ? "[^/]+" : segment.startsWith(":") ? "[A-Za-z_-]{1,32}" : segment.replaceAll(".", "\\."),
    );
  return new RegExp(`^${segments.slice(0, -1).join("/")}/(${segments.at(-1)})/*$`);
}

function treeOf(fields: readonly string[]): Tree {
  const root: Tree = new Map();
  for (const field of fields) {
    const path = split(folded(field));
    let at: Tree | "all" = root;
    for (const [index, name] of path.entries()) {
      if (at === "all") break;
      const below: Tree | "all" = index === path.length - 1 ? "all" : (at.get(name) ?? new Map());
      at.set(name, below);
      at = below;
    }
  }
  return root;
}

/** Own fields only: nothing reaches a prototype. False where something else than an object is on the way, which nobody can look into. */
function prune(event: Fields, tree: Tree): boolean {
  for (const name of Object.keys(event)) {
    const below = tree.get(folded(name));
    const value = event[name];
    if (below === "all") delete event[name];
    else if (below !== undefined && value !== null && !(isFields(value) && prune(value, below))) return false;
  }
  return true;
}

/** Whether a name on the way to a field is there in another case: nobody knows which of the two a reader takes. */
function isOtherCase(event: Fields, path: Path): boolean {
  let holder: unknown = event;
  for (const name of path) {
    if (!isFields(holder)) return false;
    const wanted = folded(name);
    if (Object.keys(holder).some((each) => each !== name && folded(each) === wanted)) return true;
    holder = Object.hasOwn(holder, name) ? holder[name] : undefined;
  }
  return false;
}

function split(field: string): Path {
  return field.split(".");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object that holds a field; own fields only, so that nothing reaches a prototype. */
function holderOf(event: Fields, path: Path): Fields | undefined {
  let holder: unknown = event;
  for (const name of path.slice(0, -1)) {
    if (!isFields(holder) || !Object.hasOwn(holder, name)) return undefined;
    holder = holder[name];
  }
  return isFields(holder) ? holder : undefined;
}

function read(event: Fields, path: Path): unknown {
  return holderOf(event, path)?.[path.at(-1) ?? ""];
}

function write(event: Fields, path: Path, value: unknown): boolean {
  const holder = holderOf(event, path);
  if (holder !== undefined) holder[path.at(-1) ?? ""] = value;
  return holder !== undefined;
}
