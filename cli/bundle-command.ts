import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { configFromEnv } from "../core/index.ts";
import { checkEnvironment } from "../core/env-given.ts";
import { UsageError } from "./usage-error.ts";

/** As dist/bundles has them. */
const PLATFORMS = ["vercel", "netlify", "aws-lambda", "lambda-edge", "cloudflare", "bun", "deno", "node"];

/** Where a bundle keeps what other platforms have in their environment. */
const NO_ENVIRONMENT = "const FIRSTPARTY_ENV = {};";

/** `firstparty bundle PLATFORM [--out FILE]`: one file with all that it needs, on stdout or in FILE. */
export async function bundleCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: "string" } } });
  const [platform, ...others] = positionals;
  if (platform === undefined || others.length > 0 || !PLATFORMS.includes(platform))
    throw new UsageError(`bundle needs one platform out of ${PLATFORMS.join(", ")}`);
  const folder = new URL("dist/bundles/", import.meta.resolve("firstparty/package.json"));
  const built = await readFile(new URL(`${platform}.mjs`, folder), "utf8");
  const bundle = platform === "lambda-edge" ? withEnvironment(built) : built;
  if (values.out === undefined) return void process.stdout.write(bundle);
  const file = resolve(values.out);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bundle);
}

/** Checked here: in the function it would fail each request, in a log that is in another region for each visitor. */
function withEnvironment(bundle: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("FIRSTPARTY_")));
  const config = configFromEnv(env);
  checkEnvironment(config);
  // Not refused: an origin with the site's own name has its Host.
  if (config.publicHost === undefined)
    console.error("firstparty: without FIRSTPARTY_PUBLIC_HOST the Host counts, which at the edge is the origin's");
  return bundle.replace(NO_ENVIRONMENT, () => `const FIRSTPARTY_ENV = ${JSON.stringify(env, null, 2)};`);
}
