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
  const cookies = new Map<string, string>();
  for (const crumb of (header ?? "").split(";")) {
    const [, name = "", value = ""] = /^[ \t]*([^=]*?)[ \t]*=[ \t]*([^]*?)[ \t]*$/.exec(crumb) ?? [];
    if (name !== "" && !cookies.has(name)) cookies.set(name, value);
  }
  return cookies;
}
