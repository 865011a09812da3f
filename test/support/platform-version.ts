import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const platformModules = join(import.meta.dirname, "../platforms/node_modules");

/** The version of a package of test/platforms; undefined where it is not installed. */
export async function platformVersion(name: string): Promise<string | undefined> {
  try {
    const manifest = await readFile(join(platformModules, name, "package.json"), "utf8");
    return (JSON.parse(manifest) as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}
