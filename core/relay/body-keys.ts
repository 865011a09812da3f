import type { Bytes } from "../types.ts";
import { isTooDeep } from "./json-depth.ts";

/** Bodies above are not looked into; the vendors' own limit for a batch is about that. */
export const LOOKED_INTO_BYTES = 524_288;

/** What stands in the places that are looked for; undefined for what cannot be read as a string. */
export type Values = readonly (string | undefined)[];

/** What cannot be looked into could name anybody. */
export const UNREADABLE: Values = [undefined];

/** A field of a JSON body: of the body itself, of each event in it, and of an event's object `below`; or anywhere, however deep. */
export interface BodyField {
  readonly name: string;
  readonly below?: string | undefined;
  readonly isAnywhere?: boolean | undefined;
}

/** Throws on bytes that are no UTF-8, compressed ones among them. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Where an event is: the body, an element of it, or of a list in it. Fields further down are the event's own. */
const EVENT_LEVELS: ReadonlySet<string> = new Set(["{", "[{", "{[{"]);

/**
 * Finds the values of some fields in a JSON body, a list for each field, in one pass; undefined for one that is no string, and where the
 * body is too large, too deep, or is no JSON, whatever its Content-Type says: beacons are labelled as text.
 *
 * Of a name that stands twice JSON.parse keeps the last, other readers the first, and some (Go's) take a name in any case: so the text
 * itself is read, every one of them counts, and all have to be right.
 */
export function fieldFinder(wanted: readonly BodyField[]): (body: Bytes) => readonly Values[] {
  const holders = new Set(wanted.map(({ below }) => folded(below ?? "")));
  // The stack has an object that is some field's `below` by its name.
  const fields = wanted.map(({ name, below, isAnywhere }) => ({
    name: folded(name),
    levels: new Set([...EVENT_LEVELS].flatMap((level) => [level, level + folded(below ?? "")])),
    isAnywhere,
  }));
  const lengths = new Set([...fields.map(({ name }) => name), ...holders].map(({ length }) => length));

  return (body) => {
    const text = readable(body);
    if (text === undefined) return fields.map(() => UNREADABLE);
    const found: (string | undefined)[][] = fields.map(() => []);
    const open: string[] = [];
    /** Of what comes next: is it a name, whose value is it, is it what may hold them. */
    let isName = false;
    let hits: typeof found = NONE;
    let holder: string | undefined;
    // By hand: an expression for strings takes JavaScriptCore 157 ms for 480 kB of escapes, this 1.
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? "";
      if (char === '"') {
        const start = at + 1;
        at = endOfString(text, start);
        if (isName) {
          const said = text.slice(start, at);
          if (lengths.has(said.length) || said.includes("\\")) {
            const name = folded(unescaped(said));
            const level = open.slice(0, 5).join("");
            hits = found.filter((_, index) => {
              const field = fields[index];
              return field?.name === name && (field.isAnywhere || field.levels.has(level));
            });
            if (holders.has(name) && EVENT_LEVELS.has(level)) holder = name;
          }
        } else {
          for (const hit of hits) hit.push(unescaped(text.slice(start, at)));
          hits = NONE;
          holder = undefined;
        }
        isName = false;
      } else if (!WHITESPACE_OR_COLON.has(char)) {
        for (const hit of hits) hit.push(undefined);
        if (char === "{" || char === "[") open.push(char === "{" && holder ? holder : char);
        else if (char === "}" || char === "]") open.pop();
        hits = NONE;
        holder = undefined;
        isName = char === "{" || (char === "," && open.at(-1) !== "[");
      }
    }
    return found;
  };
}

const NONE: (string | undefined)[][] = [];
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What JSON has between names and values, the colon as well: behind it the value still comes. */
const WHITESPACE_OR_COLON: ReadonlySet<string> = new Set(" \n\r\t:");

/** The text of what is JSON. */
function readable(body: Bytes): string | undefined {
  if (body.byteLength > LOOKED_INTO_BYTES) return undefined;
  try {
    const text = utf8.decode(body);
    if (isTooDeep(text)) return undefined;
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

/** Where the quote is that ends the string which begins at `at`. */
function endOfString(text: string, at: number): number {
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) at += code === BACKSLASH ? 2 : 1;
  return at;
}

function unescaped(string: string): string {
  return string.includes("\\") ? (JSON.parse(`"${string}"`) as string) : string;
}

/** Upper case first: ſ and the Kelvin sign are s and k to a reader that ignores case. */
export function folded(name: string): string {
  return name.toUpperCase().toLowerCase();
}
