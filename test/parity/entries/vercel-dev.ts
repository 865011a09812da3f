import { createRequire } from "node:module";
import { join } from "node:path";

/** The part of @vercel/node 24.0.0 that is used; its own types do not name it. */
interface VercelNode {
  startDevServer(options: {
    readonly entrypoint: string;
    readonly workPath: string;
    readonly repoRootPath: string;
    readonly config: { readonly zeroConfig: true };
    readonly files: Readonly<Record<string, never>>;
    readonly meta: { readonly isDev: true; readonly env: NodeJS.ProcessEnv; readonly buildEnv: NodeJS.ProcessEnv };
  }): Promise<{ readonly port: number; readonly pid: number }>;
}

/**
 * Serves one entry, Node's or Edge's, with the process that `vercel dev` starts for it, and prints its port. The entry is one of this
 * folder, or by its path in the project that the second argument names.
 */
const root = join(import.meta.dirname, "../../..");
const [, , entry = "", project] = process.argv;
const platforms = createRequire(join(root, "test/platforms/package.json"));
const { startDevServer } = platforms("@vercel/node") as VercelNode;

// `vercel dev` starts one for each request, so that it may end with what it cannot serve. This one has others to serve.
process.env["NODE_OPTIONS"] = `--import "data:text/javascript,process.on('uncaughtException',()=>{})"`;

const { port, pid } = await startDevServer({
  entrypoint: project === undefined ? `test/parity/entries/${entry}` : entry,
  workPath: project ?? root,
  repoRootPath: project ?? root,
  config: { zeroConfig: true },
  files: {},
  meta: { isDev: true, env: {}, buildEnv: {} },
});
console.log(port);

// Its own shutdown waits up to 30 s for a request that it has left without an answer.
const stop = () => {
  process.kill(pid, "SIGKILL");
  process.exit();
};
process.once("SIGTERM", stop);
// Whoever started this has gone: nobody else would end the process behind.
process.stdin.once("end", stop).resume();
