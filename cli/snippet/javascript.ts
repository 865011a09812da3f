/**
 * A string as JavaScript has it, safe wherever a script may stand: no `<`, with which `</script` and `<!--` begin, and ASCII only,
 * whatever encoding the page has.
 */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[<\x7f-\uffff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Each line that has something in it goes in by so many spaces. */
export function indented(script: string, spaces: number): string {
  return script.replace(/^(?=.)/gm, " ".repeat(spaces));
}

/** A function of the page by that name. */
export function functionOf(name: string, body: string): string {
  return `function ${name}() {\n${indented(body, 2)}\n}`;
}
