import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { installPacked } from "./packed.ts";
import { platformTool } from "./platform-tool.ts";

const root = join(import.meta.dirname, "../..");
const platforms = join(root, "test/platforms");

export interface Laid {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * A deploy template as a user has it once he has copied it and run `npm install`: the packed firstparty in its node_modules, and of its
 * other dependencies those that test/platforms has. `files`, by path within the template, replace its own or come beside them. `within`:
 * where the new folder is made; below test/platforms, whose packages are found from there, none is linked.
 */
export async function layTemplate(
  name: string,
  files: Readonly<Record<string, string>> = {},
  within = tmpdir(),
): Promise<Laid> {
  const folder = await mkdtemp(join(within, `firstparty-${name.replaceAll("/", "-")}-`));
  await copyTemplate(name, folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await installPacked(folder);
  for (const each of await dependenciesOf(folder)) {
    const installed = platformTool(each);
    const place = join(folder, "node_modules", each);
    if (each === "firstparty" || installed === undefined || folder.startsWith(platforms)) continue;
    await mkdir(dirname(place), { recursive: true });
    await symlink(installed, place, "dir");
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The template alone, without what a developer's own try has left in it. */
export async function copyTemplate(name: string, folder: string): Promise<void> {
  const from = join(root, "deploy-templates", name);
  await cp(from, folder, {
    recursive: true,
    filter: (path) => !/\/(?:node_modules|\.vercel|\.netlify|cdk\.out)$/.test(path),
  });
}

async function dependenciesOf(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => "{}");
  const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
  return Object.keys({ ...dependencies, ...devDependencies });
}

/**
 * A template's config in the words of the parity table: `firstparty.ts` exports as `handler` one that holds all of its sites, and
 * `firstparty.config.ts` is the same for `serve`. `sites`: `sitesJson` or `siteJson` of test/parity/lanes.ts.
 */
export async function parityFiles(sites: string): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { parityHandler } from "./parity-handler.ts"; export const handler = parityHandler(${JSON.stringify(sites)});`,
      resolveDir: join(root, "test/parity/entries"),
    },
    bundle: true,
    format: "esm",
    target: "es2023",
    charset: "utf8",
    external: ["firstparty"],
    write: false,
    logLevel: "error",
  });
  return {
    // JavaScript under a name that its entry imports.
    "firstparty.ts": `// @ts-nocheck\n${outputFiles[0]?.text ?? ""}`,
    "firstparty.config.ts": `// @ts-nocheck\nexport { handler as default } from "./firstparty.ts";\n`,
  };
}
