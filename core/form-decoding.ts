/** A parameter of a query as it is written, and what its name means to a form's reader; undefined where an escape is none. */
export function parameter(part: string): readonly [name: string | undefined, value: string] {
  const equals = part.indexOf("=");
  return equals < 0 ? [formDecoded(part), ""] : [formDecoded(part.slice(0, equals)), part.slice(equals + 1)];
}

/** What a parameter says, each time that it is there. Behind `;` as well as `&`: what some readers take for one has to be right for them, too. */
export function valuesInQuery(search: string, name: string): readonly (string | undefined)[] {
  return search
    .slice(1)
    .split(/[&;]/)
    .flatMap((part) => {
      const [named, value] = parameter(part);
      return named === name ? [formDecoded(value)] : [];
    });
}

/** What a name or value of a query means; undefined where an escape is none. */
export function formDecoded(text: string): string | undefined {
  return percentDecoded(text.includes("+") ? text.replaceAll("+", " ") : text);
}

export function percentDecoded(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
