/** A mistake in a config, told apart from a bug of ours by the command line; everybody else may take it for the TypeError it is. */
export class ConfigError extends TypeError {
  override readonly name = "ConfigError";
}

/** The one form of every set-up error: option, rule, value. */
export function mistake(option: string, rule: string, value: unknown): ConfigError {
  const shown = typeof value === "string" ? JSON.stringify(value) : show(value);
  return new ConfigError(`${option} ${rule} (got ${shown})`);
}

function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value === "bigint" ? `${value}n` : "an object that holds itself";
  }
}

/** Whether a value is text of this form; an expression alone would take a list for its only entry, and throw on a symbol. */
export function isText(value: unknown, form: RegExp): value is string {
  return typeof value === "string" && form.test(value);
}

/** Refuses a misspelt option, which would otherwise be a silent default. `example` is of what it may be. */
export function checkKeys(option: string, value: unknown, known: readonly string[], example = ""): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw mistake(option, `must be an object${example && ` such as ${example}`}`, value);
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) {
      throw new ConfigError(`${option} has no option "${key}"; it takes ${known.join(", ")}`);
    }
  }
}

export function list<T>(option: string, value: readonly T[]): readonly T[] {
  if (!Array.isArray(value)) throw mistake(option, "must be an array", value);
  // A hole, as two commas leave one, is undefined for whoever looks at the entries.
  return [...value];
}

export function whole(option: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} up` : `from ${min} to ${max}`;
  throw mistake(option, `must be a whole number ${range}`, value);
}

export function oneOf<Word extends string>(option: string, value: Word, words: readonly Word[]): Word {
  if (words.includes(value)) return value;
  throw mistake(option, `must be one of ${words.join(", ")}`, value);
}
