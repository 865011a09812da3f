/** The one form of every set-up error: option, rule, value. */
export function mistake(option: string, rule: string, value: unknown): TypeError {
  const shown = typeof value === "string" ? JSON.stringify(value) : show(value);
  return new TypeError(`${option} ${rule} (got ${shown})`);
}

function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  return JSON.stringify(value) ?? String(value);
}

/** Refuses a misspelt option, which would otherwise be a silent default. */
export function checkKeys(option: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw mistake(option, "must be an object", value);
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) {
      throw new TypeError(`${option} has no option "${key}"; it takes ${known.join(", ")}`);
    }
  }
}
