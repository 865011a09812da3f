/** RFC 6265 4.1.1: a cookie's name is a token; `*` is left out, since patterns use it. */
export const NAME_TOKEN = /^[A-Za-z0-9!#$%&'+\-.^_`|~]+$/;

/** Tells which names a pattern of vendor data stands for: itself, or any text in the place of its one `*`. */
export interface NamePattern {
  /** What stands in the place of `*` ("" for a plain name); undefined where the name does not match. */
  starOf(name: string): string | undefined;
  /** The name with `star` put in. */
  fill(star: string): string;
  readonly isPlain: boolean;
}

export function namePattern(pattern: string): NamePattern {
  const at = pattern.indexOf("*");
  if (at < 0) {
    return { isPlain: true, starOf: (name) => (name === pattern ? "" : undefined), fill: () => pattern };
  }
  const before = pattern.slice(0, at);
  const after = pattern.slice(at + 1);
  return {
    isPlain: false,
    starOf: (name) =>
      name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
        ? name.slice(before.length, name.length - after.length)
        : undefined,
    fill: (star) => before + star + after,
  };
}
