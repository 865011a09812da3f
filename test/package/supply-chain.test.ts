import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly scripts?: Record<string, string>;
}

const read = (path: string) => readFile(join(root, path), "utf8");
const json = async <T>(path: string) => JSON.parse(await read(path)) as T;

const FOLDERS = [".", "test/platforms", "test/platforms/ric"];

test.each(FOLDERS)("%s: what is installed is what was looked at, by its hash", async (folder) => {
  const { packages } = await json<{
    packages: Record<string, { integrity?: string; link?: boolean; inBundle?: boolean }>;
  }>(`${folder}/package-lock.json`);
  // What a package brings in its own file is in that hash.
  const loose = Object.entries(packages).filter(
    ([path, { integrity, link, inBundle }]) => path && !link && !inBundle && !integrity,
  );
  expect(Object.keys(packages).length).toBeGreaterThan(1);
  expect(loose.map(([path]) => path)).toEqual([]);
});

test.each(FOLDERS)("%s: runtimes and tools are pinned to one version", async (folder) => {
  const { dependencies, devDependencies } = await json<Manifest>(`${folder}/package.json`);
  // The root's dependencies are for users to share with their own: itty-router is held by package.test.ts.
  const pinned = folder === "." ? devDependencies : { ...dependencies, ...devDependencies };
  expect(
    Object.entries(pinned ?? {}).filter(([, range]) => !/^(?:npm:[\w@/-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(range)),
  ).toEqual([]);
});

test("the bill of materials names what a user gets, and nothing else", async () => {
  const { stdout } = await promisify(execFile)("npm", ["run", "-s", "sbom"], { cwd: root });
  const { bomFormat, components } = JSON.parse(stdout) as {
    bomFormat: string;
    components: readonly { name: string; purl: string }[];
  };
  expect(bomFormat).toBe("CycloneDX");
  const { dependencies } = await json<Manifest>("package.json");
  expect(components.map(({ name }) => name).toSorted()).toEqual(Object.keys(dependencies ?? {}).toSorted());
  expect(components.every(({ purl }) => /^pkg:npm\/.+@\d/.test(purl))).toBe(true);
});

test("nothing runs at a user's install", async () => {
  const { scripts } = await json<Manifest>("package.json");
  expect(Object.keys(scripts ?? {}).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name))).toEqual([]);
});

test("workflows run code of others by its commit, and get no right that they do not name", async () => {
  for (const file of await readdir(join(root, ".github/workflows"))) {
    const text = await read(`.github/workflows/${file}`);
    const used = [...text.matchAll(/uses:\s*(\S+)/g)].map(([, action]) => action);
    expect(used.length, file).toBeGreaterThan(0);
    expect(
      used.filter((action) => !/@[0-9a-f]{40}$/.test(action ?? "")),
      file,
    ).toEqual([]);
    expect(text, file).toMatch(/^permissions: \{\}$/m);
  }
});

test("who publishes is said by the workflow's identity, and there is no token to steal", async () => {
  const text = await read(".github/workflows/publish.yml");
  expect(text).toContain("id-token: write");
  expect(text).toMatch(/npm publish .*--provenance/);
  expect(text).toContain("npm audit --omit dev");
  expect(text).not.toMatch(/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/);
});
