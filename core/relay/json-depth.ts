/** Far above any event and any settings. */
const MAX_LEVELS = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether JSON has more levels than anybody means. To be asked before it is parsed: half a megabyte of brackets takes some engines half a
 * second, and in others throws.
 */
export function isTooDeep(text: string): boolean {
  if (countUpTo(MAX_LEVELS, text, "{") + countUpTo(MAX_LEVELS, text, "[") <= MAX_LEVELS) return false;
  let level = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    // [ and ], { and } differ from each other in one bit.
    else if ((code | 32) === 0x7b && ++level > MAX_LEVELS) return true;
    else if ((code | 32) === 0x7d) level--;
  }
  return false;
}

/** Where the quote is that ends the string which begins at `start`; the end of a text without one, which is no JSON. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    // An even number of backslashes escape each other.
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}

function countUpTo(most: number, text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at !== -1 && count <= most; at = text.indexOf(char, at + 1)) count++;
  return count;
}
