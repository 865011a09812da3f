import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
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

test("what a try leaves behind in a template is not packed: secrets, above all", async () => {
  const folder = await mkdtemp(join(tmpdir(), "firstparty-pack-"));
  const left = [
    "vercel/same-project/.vercel/.env.production.local",
    "node/.env",
    "node/node_modules/x/index.js",
    "aws/cdk.out/a.json",
  ];
  try {
    await cp(join(root, "package.json"), join(folder, "package.json"));
    await cp(join(root, "deploy-templates"), join(folder, "deploy-templates"), { recursive: true });
    for (const path of left) {
      await mkdir(dirname(join(folder, "deploy-templates", path)), { recursive: true });
      await writeFile(join(folder, "deploy-templates", path), "s3cret");
    }
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: folder,
    });
    expect(stdout).toContain("deploy-templates/node/server.ts");
    for (const path of left) expect(stdout).not.toContain(`deploy-templates/${path}`);
  } finally {
    await rm(folder, { recursive: true });
  }
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
