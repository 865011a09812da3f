import { existsSync } from "node:fs";
import { join } from "node:path";

const modules = join(import.meta.dirname, "../platforms/node_modules");

/** A file below test/platforms/node_modules; undefined where that folder was not installed, which is no part of `npm ci`. */
export function platformTool(path: string): string | undefined {
  const file = join(modules, path);
  return existsSync(file) ? file : undefined;
}

/** What a target says in place of starting. */
export const NO_PLATFORMS = {
  missing: "test/platforms is not installed; npm run parity installs it",
} as const;
