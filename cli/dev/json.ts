/** Undefined for what is no JSON: anybody on this machine may post anything. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isTextOr<None extends null | undefined>(none: None, value: unknown): value is string | None {
  return typeof value === "string" || value === none;
}
