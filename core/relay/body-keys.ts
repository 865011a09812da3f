import type { Bytes } from "../types.ts";

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
 * body is too large or is no JSON, whatever its Content-Type says: beacons are labelled as text.
 *
 * Of a name that stands twice JSON.parse keeps the last, other readers the first, and some (Go's) take a name in any case: so the text
 * itself is read, every one of them counts, and all have to be right.
 */
export function fieldFinder(wanted: readonly BodyField[]): (body: Bytes) => readonly Values[] {
  // As the stack has the object `below` in an event, a letter for each name.
  const holders = [...new Set(wanted.flatMap(({ below }) => (below === undefined ? [] : [folded(below)])))];
  const letterOf = (holder: string) => String.fromCharCode(97 + holders.indexOf(holder));
  const fields = wanted.map(({ name, below, isAnywhere }, index) => {
    const levels = new Set(EVENT_LEVELS);
    if (below !== undefined) for (const level of EVENT_LEVELS) levels.add(level + letterOf(folded(below)));
    return { index, name: folded(name), levels: isAnywhere ? undefined : levels };
  });
  const lengths = new Set([...fields.map(({ name }) => name.length), ...holders.map(({ length }) => length)]);

  return (body) => {
    const text = readable(body);
    if (text === undefined) return fields.map(() => UNREADABLE);
    const found: (string | undefined)[][] = fields.map(() => []);
    const open: string[] = [];
    /** Of what comes next: is it a name, which fields' value is it, is it what may hold them. */
    let isName = false;
    let hits: readonly number[] = NONE;
    let holder: string | undefined;
    // By hand: an expression for strings takes JavaScriptCore 157 ms for 480 kB of escapes, this 1.
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        const start = at + 1;
        at = endOfString(text, start);
        if (isName) {
          const said = text.slice(start, at);
          if (lengths.has(said.length) || said.includes("\\")) {
            const name = folded(unescaped(said));
            const level = open.slice(0, 5).join("");
            hits = fields.flatMap((field) =>
              field.name === name && field.levels?.has(level) !== false ? [field.index] : [],
            );
            if (holders.includes(name) && EVENT_LEVELS.has(level)) holder = letterOf(name);
          }
        } else {
          for (const hit of hits) found[hit]?.push(unescaped(text.slice(start, at)));
          hits = NONE;
          holder = undefined;
        }
        isName = false;
      } else if (!WHITESPACE_OR_COLON.has(code)) {
        for (const hit of hits) found[hit]?.push(undefined);
        if (code === BRACE) open.push(holder ?? "{");
        else if (code === BRACKET) open.push("[");
        else if (code === BRACE_END || code === BRACKET_END) open.pop();
        hits = NONE;
        holder = undefined;
        isName = code === BRACE || (code === COMMA && open.at(-1) !== "[");
      }
    }
    return found;
  };
}

const NONE: readonly number[] = [];
const [QUOTE, BACKSLASH, COMMA, BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d];
/** Space, line feed, carriage return, tab; and the colon, behind which a name's value still comes. */
const WHITESPACE_OR_COLON: ReadonlySet<number> = new Set([0x20, 0x0a, 0x0d, 0x09, 0x3a]);

/** The text of what is JSON. */
function readable(body: Bytes): string | undefined {
  if (body.byteLength > LOOKED_INTO_BYTES) return undefined;
  try {
    const text = utf8.decode(body);
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
