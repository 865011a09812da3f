import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const cache = join(root, "node_modules/.cache/firstparty");
const KEPT = 8;
/** What the package holds, and what decides it. */
const PACKED = [
  "package.json",
  "README.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "LICENSE",
  "dist",
  "docs",
  "deploy-templates",
];

export interface Packed {
  /** The file that `npm pack` makes. */
  readonly tarball: string;
  /** A `node_modules` with it and what it depends on, as npm installs it. */
  readonly modules: string;
}

let packed: Promise<Packed> | undefined;

/** The package as users get it, packed and installed once for each state of what it holds. Needs a built dist. */
export function packedPackage(): Promise<Packed> {
  return (packed ??= pack());
}

async function pack(): Promise<Packed> {
  const hash = createHash("sha256");
  for (const file of (await Promise.all(PACKED.map(filesBelow))).flat())
    hash.update(file).update(await readFile(join(root, file)));
  const folder = join(cache, hash.digest("hex").slice(0, 16));
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true });
    const draft = await mkdtemp(join(cache, "draft-"));
    // Without its scripts: prepack would build dist anew under the feet of other tests.
    const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", draft], {
      cwd: root,
    });
    await writeFile(join(draft, "package.json"), '{ "private": true }');
    const options = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    await run("npm", ["install", ...options, `./${stdout.trim()}`], { cwd: draft });
    // Of two that were as quick, one stays.
    await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
    await forgetOld();
  }
  const name = (await readdir(folder)).find((each) => each.endsWith(".tgz"));
  if (name === undefined) throw new Error(`${folder} holds no package`);
  return { tarball: join(folder, name), modules: join(folder, "node_modules") };
}

/** Packages of states before: a run that goes on beside this one may still need the last ones. */
async function forgetOld(): Promise<void> {
  const folders = (await readdir(cache)).map((name) => join(cache, name));
  const dated = await Promise.all(folders.map(async (path) => ({ path, ms: (await stat(path)).mtimeMs })));
  const old = dated.toSorted((a, b) => b.ms - a.ms).slice(KEPT);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}

async function filesBelow(path: string): Promise<string[]> {
  const below = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (below === undefined) return [path];
  return below
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(root.length + 1))
    .toSorted();
}

/** Lays the installed package into a folder, for entries that import it as users do. */
export async function installPacked(folder: string): Promise<void> {
  const { modules } = await packedPackage();
  await cp(modules, join(folder, "node_modules"), {
    recursive: true,
    filter: (from) => !from.endsWith("/.package-lock.json"),
  });
}
