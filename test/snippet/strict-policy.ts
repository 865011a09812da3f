/** A Content-Security-Policy that allows nothing but what was printed, and the pages' own empty icon. */
export function strict(printed: readonly string[]): string {
  return ["default-src 'none'", "img-src data:", ...printed].join("; ");
}
