import { build } from "esbuild";

/** As a site's own bundler does it; the SDK's lazy chunks become files beside the bundle. What it exports is put where the tests find it. */
export async function bundle(printed: string): Promise<ReadonlyMap<string, string>> {
  const [, name = ""] = /^export const (\w+)/m.exec(printed) ?? [];
  const { outputFiles } = await build({
    stdin: { contents: `${printed}\nwindow.${name} = ${name};`, resolveDir: import.meta.dirname },
    entryNames: "main",
    outdir: "/app",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}
