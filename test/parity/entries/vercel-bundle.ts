import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The parts of @vercel/node 24.0.0 and @vercel/build-utils 14.21.0 that are used. */
interface VercelNode {
  build(options: {
    readonly files: object;
    readonly entrypoint: string;
    readonly workPath: string;
    readonly meta: { readonly skipDownload: true };
    readonly config: { readonly zeroConfig: true; readonly nodeVersion: string };
  }): Promise<{ readonly output: { readonly files: object; readonly handler: string } }>;
}
interface BuildUtils {
  glob(pattern: string, folder: string): Promise<object>;
  download(files: object, folder: string): Promise<unknown>;
}

/**
 * Builds one entry as `vercel build` does in a project that has installed firstparty, serves the function that comes out of it, and
 * prints the port.
 */
const root = join(import.meta.dirname, "../../..");
const platforms = createRequire(join(root, "test/platforms/package.json"));
const { build } = platforms("@vercel/node") as VercelNode;
const { download, glob } = platforms("@vercel/build-utils") as BuildUtils;
const entry = process.argv[2] ?? "";

const folder = await mkdtemp(join(tmpdir(), "firstparty-vercel-"));
const project = join(folder, "project");
const installed = join(project, "node_modules");
await cp(join(root, "dist"), join(installed, "firstparty/dist"), { recursive: true });
await cp(join(root, "package.json"), join(installed, "firstparty/package.json"));
await cp(join(root, "node_modules/itty-router"), join(installed, "itty-router"), { recursive: true });
// Without `"type": "module"`: the handler of the bundle is CommonJS in a .js file.
await writeFile(join(project, "package.json"), "{}");
// Two files, as docs/platforms.md has them: Vercel compiles each by itself.
const written = await readFile(join(root, "test/parity/entries", entry), "utf8");
await mkdir(join(project, "api"));
await writeFile(join(project, "api/parity.ts"), written.replace("./parity-handler.ts", "../parity-handler.js"));
await cp(join(root, "test/parity/entries/parity-handler.ts"), join(project, "parity-handler.ts"));

// What is built, and by which handler it is run: https://vercel.com/docs/functions bundles a project's functions into one.
Object.assign(process.env, { VERCEL_API_FUNCTION_BUNDLING: "1", VERCEL_INSTALL_COMPLETED: "1" });
const { log } = console;
console.log = console.error;
const { output } = await build({
  files: await glob("**", project),
  entrypoint: "api/parity.ts",
  workPath: project,
  meta: { skipDownload: true },
  config: { zeroConfig: true, nodeVersion: "24.x" },
});
console.log = log;
const lambda = join(folder, "lambda");
await download(output.files, lambda);
process.chdir(lambda);
const handler = platforms(join(lambda, output.handler)) as RequestListener;

const server = createServer((request, response) => {
  // Set by the routes that the build returns beside the function.
  request.headers["x-matched-path"] = "/api/parity";
  void handler(request, response);
});
await once(server.listen(0, "127.0.0.1"), "listening");
console.log((server.address() as AddressInfo).port);

const stop = () => void rm(folder, { recursive: true }).then(() => process.exit());
process.once("SIGTERM", stop);
process.stdin.once("end", stop).resume();
