import { existsSync, readFileSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
/** The platforms' own tools, which npm test and npm run parity install. */
export const platformModules = join(root, "test/platforms/node_modules");

/** A file below test/platforms/node_modules; undefined where that folder was not installed. */
export function platformTool(path: string): string | undefined {
  const file = join(platformModules, path);
  return existsSync(file) ? file : undefined;
}

/** The version of one of those packages; undefined where it was not installed. */
export function platformVersion(name: string): string | undefined {
  const manifest = platformTool(join(name, "package.json"));
  return manifest && (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }).version;
}

/** What a target says in place of starting. */
export const NO_PLATFORMS = {
  missing: "test/platforms is not installed; npm run parity installs it",
} as const;

/** Lets an entry in `folder` import `firstparty` as a user does who has installed it: the folder has a package.json of another name above it. */
export async function installSelf(folder: string): Promise<void> {
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await symlink(root, join(folder, "node_modules/firstparty"), "dir").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
