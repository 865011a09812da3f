/** An invariant that does not hold. The rule comes first, so that failures of one kind can be told from others. */
export class Broken extends Error {
  override readonly name = "Broken";
  readonly rule: string;

  constructor(rule: string, detail: unknown) {
    super(`${rule}: ${typeof detail === "string" ? JSON.stringify(detail) : String(detail)}`);
    this.rule = rule;
  }
}

/** States an invariant. `detail` is what was found in its place. */
export function holds(rule: string, isSo: boolean, detail: unknown): void {
  if (!isSo) throw new Broken(rule, detail);
}

/** States that two texts are the same. */
export function same(rule: string, found: string | null | undefined, wanted: string | null | undefined): void {
  if (found !== wanted) throw new Broken(rule, `${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}
