import fc from "fast-check";

export type Text = fc.Arbitrary<string>;

/**
 * What breaks parsers, as octets: separators of headers, cookies and URLs, controls, escapes (doubled as well), dot segments, and keys
 * that every object has. Headers hold octets on all platforms, so what is beyond Latin-1 stands in `BEYOND_LATIN_1`.
 */
export const HOSTILE = [
  ..."\r\n\0\t \x01\x0b\x1b\x7f\xa0\xad\xff;,=\"'\\/@#?&:*%+|<>()[]{}$^`~.",
  "\r\n",
  "\r\nSet-Cookie: evil=1",
  "%0d%0a",
  "%00",
  "%2f",
  "%5C",
  "%2e%2e",
  "%252f",
  "%25",
  "%3b%20Domain=evil.example",
  "; Domain=evil.example",
  "; Path=/x; HttpOnly",
  ", ",
  "==",
  "..",
  "/../",
  "/./",
  "//",
  "/..",
  "..;/",
  "//evil.example/",
  "@evil.example",
  "__proto__",
  "constructor",
  "\xc3\xa9",
  "\xc0\xae",
  "undefined",
  "null",
];

export const BEYOND_LATIN_1 = ["\u2028", "\uff0e\uff0e", "\uff0f", "\u2215", "\u212a", "\u{1f36a}", "\ud800"];

/** Some of `words`, end to end. */
export function pieces(words: readonly string[], maxLength: number): Text {
  return fc.array(fc.constantFrom(...words), { maxLength }).map((parts) => parts.join(""));
}

/** One of `words`. */
export function word(...words: readonly string[]): Text {
  return fc.constantFrom(...words);
}

interface Edit {
  readonly how: "insert" | "delete" | "double" | "escape" | "shout" | "cut" | "grow";
  readonly at: number;
  readonly piece: string;
}

const edit = (words: readonly string[]): fc.Arbitrary<Edit> =>
  fc.record({
    how: fc.constantFrom("insert", "insert", "insert", "delete", "double", "escape", "shout", "cut", "grow"),
    at: fc.nat(999),
    piece: fc.constantFrom(...words),
  });

function apply(text: string, { how, at, piece }: Edit): string {
  const index = Math.floor((at * (text.length + 1)) / 1_000);
  const [before, after] = [text.slice(0, index), text.slice(index)];
  switch (how) {
    case "insert":
      return before + piece + after;
    case "delete":
      return before + after.slice(1);
    case "double":
      return before + after.slice(0, 3) + after;
    case "escape":
      return before + after.slice(0, 1).replace(/[^%]/, (one) => `%${one.charCodeAt(0).toString(16)}`) + after.slice(1);
    case "shout":
      // Of others the upper case is no octet.
      return before + after.slice(0, 2).replace(/[a-z]/g, (one) => one.toUpperCase()) + after.slice(2);
    case "cut":
      return before;
    case "grow":
      return before + piece.repeat(1 + (at % 40)) + after;
  }
}

/** What is valid, and in one run of `every` nearly so: with one to three edits. */
export function nearly(valid: Text, every = 4, words: readonly string[] = HOSTILE): Text {
  return fc.oneof(
    { weight: every - 1, arbitrary: valid },
    {
      weight: 1,
      arbitrary: fc
        .tuple(valid, fc.array(edit(words), { minLength: 1, maxLength: 3 }))
        .map(([text, edits]) => edits.reduce(apply, text)),
    },
  );
}

/** `rare` in one run of `every`, else `usual`. */
export function seldom<T, U>(every: number, rare: fc.Arbitrary<T>, usual: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: every - 1, arbitrary: usual }, { weight: 1, arbitrary: rare });
}
