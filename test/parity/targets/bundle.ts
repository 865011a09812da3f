import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** An entry of `test/parity/entries` as one file with all that it imports, as platforms make it, in a folder of its own. */
export async function bundleEntry(name: string): Promise<{
  readonly folder: string;
  readonly file: string;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), `firstparty-${name}-`));
  const file = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `../entries/${name}.ts`)],
    outfile: file,
    bundle: true,
    format: "esm",
    target: "es2023",
    logLevel: "error",
  });
  return { folder, file, remove: () => rm(folder, { recursive: true }) };
}
