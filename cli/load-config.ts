import { access, readFile } from "node:fs/promises";
import nodeModule from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Config } from "../core/types.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Loads a config file's default export (or a .json file); without one, nothing, for the environment to fill. Throws a UsageError that
 * says what to mend.
 */
export async function loadConfig(file: string | undefined): Promise<Partial<Config>> {
  if (file === undefined) return {};
  const path = await find(file);
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`--config names a file that cannot be read (got ${JSON.stringify(path)})`);
  });
  let config: unknown;
  try {
    config = path.endsWith(".json") ? JSON.parse(text) : await importDefault(path);
  } catch (error) {
    throw new UsageError(`${file} could not be loaded: ${whatToMend(error)}`);
  }
  if (typeof config !== "object" || config === null) {
    throw new UsageError(`${file} has to export a config as its default: export default defineConfig({ … })`);
  }
  return config;
}

/** Where neither a file nor the environment has said anything, what is missing first of all is either. */
export function checkGiven(command: string, config: Partial<Config>): void {
  if (Object.keys(config).length > 0) return;
  throw new UsageError(
    `${command} needs a config: name it with --config FILE, or set FIRSTPARTY_VENDORS=hightouch and FIRSTPARTY_COOKIE_DOMAINS=example.com`,
  );
}

/** From this folder, or from the one where npm was called: it runs scripts in the package's own. */
async function find(file: string): Promise<string> {
  const here = resolve(file);
  const isHere = await access(here).then(
    () => true,
    () => false,
  );
  return isHere ? here : resolve(process.env["INIT_CWD"] ?? ".", file);
}

async function importDefault(path: string): Promise<unknown> {
  await provideOurselves();
  const module: { default?: unknown } = await import(pathToFileURL(path).href);
  return module.default;
}

function whatToMend(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith("Unknown file extension"))
    return "this Node does not read TypeScript; use Node 22.18 or later, or a .mjs";
  if (message.includes("import statement outside a module"))
    return 'its package.json says CommonJS; set "type": "module" there, or name it .mjs or .mts';
  return message.includes('Import "firstparty" not a dependency')
    ? 'Deno finds no "firstparty" from its folder; put { "imports": { "firstparty": "npm:firstparty" } } into a deno.json beside it'
    : (message.split("\n")[0] ?? message);
}

declare const Bun: {
  plugin(plugin: {
    name: string;
    setup(build: { module(name: string, load: () => { exports: unknown; loader: "object" }): void }): void;
  }): void;
};

/**
 * Lets a config file import "firstparty" from a folder where it is not installed, as after `npx firstparty serve`. Deno's hooks do
 * not see the imports of an imported file; there the folder's deno.json has to name the package.
 */
async function provideOurselves(): Promise<void> {
  const front = import.meta.resolve("firstparty");
  if ("Bun" in globalThis) {
    const exports: unknown = await import(front);
    Bun.plugin({
      name: "firstparty",
      setup: (build) => build.module("firstparty", () => ({ exports, loader: "object" })),
    });
    return;
  }
  // Node 22.15 and later; before, the folder has to have the package installed.
  nodeModule.registerHooks?.({
    resolve: (specifier, context, next) =>
      specifier === "firstparty" ? { url: front, shortCircuit: true } : next(specifier, context),
  });
}
