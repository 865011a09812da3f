/** Whether a name is meant by one of the patterns, `*` standing for one character at least. */
export function isNamed(name: string, patterns: readonly string[] = []): boolean {
  return patterns.some((pattern) => {
    let test = compiled.get(pattern);
    if (test === undefined) {
      const [before = "", after] = pattern.split("*").map((part) => part.replace(/[^\w]/g, "\\$&"));
      compiled.set(pattern, (test = new RegExp(after === undefined ? `^${before}$` : `^${before}[^]+${after}$`)));
    }
    return test.test(name);
  });
}

const compiled = new Map<string, RegExp>();

/** Name and value of each cookie in a Cookie header, the first of each name, as servers commonly read it. */
export function cookiesOf(header: string | null): ReadonlyMap<string, string> {
  return new Map(everyCookieOf(header).toReversed());
}

/** All of them, those too that are there again. */
export function everyCookieOf(header: string | null): (readonly [name: string, value: string])[] {
  return (header ?? "").split(";").flatMap((crumb) => {
    const [, name = "", value = ""] = /^[ \t]*([^=]*?)[ \t]*=[ \t]*([^]*?)[ \t]*$/.exec(crumb) ?? [];
    return name === "" ? [] : [[name, value] as const];
  });
}
