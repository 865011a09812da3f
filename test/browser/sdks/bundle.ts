import { join } from "node:path";
import { build } from "esbuild";

const SCRIPTS = "/app";

/** A page's module as a site's own bundler makes it, with the SDK from npm; its lazy chunks become files beside it. */
export async function bundled(module: string): Promise<{ readonly main: string; readonly files: Map<string, string> }> {
  const { outputFiles } = await build({
    stdin: { contents: module, resolveDir: import.meta.dirname },
    entryNames: "main",
    outdir: SCRIPTS,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return { main: join(SCRIPTS, "main.js"), files: new Map(outputFiles.map(({ path, text }) => [path, text])) };
}
