import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
  exports: Record<string, { types: string; default: string } | string>;
  dependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional: boolean }>;
};

/** Every public name, by what a user imports. A change here is a change for users: say it in the CHANGELOG. */
const PUBLIC: Readonly<Record<string, readonly string[]>> = {
  ".": [
    "FirstPartyError",
    "bloomreach",
    "clearCookies",
    "configFromEnv",
    "createFirstParty",
    "defineConfig",
    "defineVendor",
    "grant",
    "hightouch",
    "segment",
    "withdraw",
  ],
  "./aws-lambda": ["toLambda", "toLambdaStream"],
  "./bun": ["toBun"],
  "./cloudflare": ["toCloudflare"],
  "./consent-tcf": ["tcf"],
  "./deno": ["toDeno"],
  "./lambda-edge": ["toLambdaEdge"],
  "./netlify": ["toNetlify", "toNetlifyEdge"],
  "./node": ["toNode"],
  "./vercel": ["toVercel", "toVercelLegacy", "toVercelMethods"],
  "./server": ["listen", "serve"],
};

test.each(Object.entries(PUBLIC))("%s exports these names from dist, and has types", async (path, names) => {
  const entry = manifest.exports[path];
  if (entry === undefined || typeof entry === "string") throw new Error(`${path} is not exported`);
  expect(Object.keys(await import(join(root, entry.default))).toSorted()).toEqual(names);
  expect(await readFile(join(root, entry.types), "utf8")).toContain("export");
});

test("nothing else is exported", () => {
  expect(Object.keys(manifest.exports).toSorted()).toEqual([...Object.keys(PUBLIC), "./package.json"].toSorted());
});

test("an adapter brings no core along: the built file imports Node's own and undici at most", async () => {
  const adapters = Object.keys(PUBLIC).filter((path) => ![".", "./server", "./consent-tcf"].includes(path));
  for (const path of adapters) {
    const seen = await importsOf(join(root, "dist", `${path}.js`));
    expect(
      [...seen].filter((each) => !each.startsWith("node:") && each !== "undici"),
      path,
    ).toEqual([]);
  }
});

test("the consent string's decoder is asked for by its sub-path alone, and nobody else has to install it", async () => {
  const decoder = "@iabtechlabtcf/core";
  for (const [path] of Object.entries(PUBLIC)) {
    const seen = await importsOf(join(root, "dist", path === "." ? "index.js" : `${path}.js`));
    expect(seen.has(decoder), path).toBe(path === "./consent-tcf");
  }
  expect(Object.keys(manifest.dependencies)).not.toContain(decoder);
  expect(manifest.peerDependenciesMeta[decoder]).toEqual({ optional: true });
});

test("itty-router is pinned: 6.0.0 answers 200 for a 404 with CORS and has broken types", () => {
  expect(manifest.dependencies["itty-router"]).toBe("5.0.24");
});

/** Bare imports of a built file, through its chunks. */
async function importsOf(file: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [, specifier = ""] of (await readFile(file, "utf8")).matchAll(/(?:from|import) "([^"]+)"/g)) {
    if (specifier.startsWith(".")) for (const each of await importsOf(join(file, "..", specifier))) found.add(each);
    else found.add(specifier);
  }
  return found;
}
