import type { Exchange } from "../endpoint.ts";
import type { Bytes, EventShape } from "../types.ts";

type Fields = Record<string, unknown>;
/** A dotted field, split. */
type Path = readonly string[];

/**
 * Takes out of a body what names a person; null where nothing is left to send, or where it cannot be looked into: encoded, not JSON, in
 * another form than the vendor's data says, or of more levels than an event has.
 */
export type StripEvents = (body: Bytes, exchange: Exchange) => Bytes | null;

/** Far above any SDK's event, and far below what an engine takes: beyond, one writes it and the other throws. */
const MAX_LEVELS = 100;

/** Made once, at setup. Without the vendor's word for where an event names a person, everything is refused. */
export function eventStripper(shape: EventShape | undefined): StripEvents {
  if (shape === undefined) return () => null;
  const personal = shape.personal.map(split);
  const unlinked = shape.unlinked && { field: split(shape.unlinked.field), from: split(shape.unlinked.from) };
  const about = shape.aboutPerson && {
    field: split(shape.aboutPerson.field),
    values: new Set(shape.aboutPerson.values),
  };
  const batch = shape.batch === undefined ? undefined : split(shape.batch);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const encoder = new TextEncoder();

  /** Whether the event may go, changed in place. */
  function strip(event: Fields): boolean {
    if (about !== undefined && about.values.has(String(read(event, about.field)))) return false;
    const link = unlinked && read(event, unlinked.from);
    if (!personal.every((field) => remove(event, field))) return false;
    if (unlinked === undefined) return true;
    return typeof link === "string" && link !== "" && write(event, unlinked.field, link);
  }

  return (body, { path, request }) => {
    const encoding = request.header("content-encoding");
    if (encoding !== null && encoding !== "identity") return null;
    try {
      const sent: unknown = JSON.parse(decoder.decode(body));
      if (!isFields(sent) || isDeeper(sent, MAX_LEVELS)) return null;
      const events = batch && read(sent, batch);
      if (batch === undefined || events === undefined) {
        if (about?.values.has(path.slice(path.lastIndexOf("/") + 1)) || !strip(sent)) return null;
      } else {
        if (!Array.isArray(events) || !events.every(isFields)) return null;
        const left = events.filter(strip);
        if (left.length === 0 || !personal.every((field) => remove(sent, field)) || !write(sent, batch, left))
          return null;
      }
      return encoder.encode(JSON.stringify(sent));
    } catch {
      // No UTF-8, or no JSON; of very many levels some engines say so here.
      return null;
    }
  };
}

function split(field: string): Path {
  return field.split(".");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
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

/** False where something else than an object is on the way, which nobody can look into. */
function remove(event: Fields, path: Path): boolean {
  let holder = event;
  for (const name of path.slice(0, -1)) {
    const below = Object.hasOwn(holder, name) ? holder[name] : undefined;
    if (below === undefined || below === null) return true;
    if (!isFields(below)) return false;
    holder = below;
  }
  delete holder[path.at(-1) ?? ""];
  return true;
}

function write(event: Fields, path: Path, value: unknown): boolean {
  const holder = holderOf(event, path);
  if (holder !== undefined) holder[path.at(-1) ?? ""] = value;
  return holder !== undefined;
}
