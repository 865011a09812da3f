import { access, readFile } from "node:fs/promises";
import nodeModule from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { checkEnvironment } from "../core/env-given.ts";
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

/** Without a file, what is missing first of all is one, or what the environment has to say in its place. */
export function checkGiven(
  command: string,
  config: Partial<Config>,
  file: string | undefined,
  vendor = "hightouch",
): void {
  if (Object.keys(config).length === 0)
    throw new UsageError(
      `${command} needs a config: name it with --config FILE, or set FIRSTPARTY_VENDORS=${vendor} and FIRSTPARTY_COOKIE_DOMAINS=example.com`,
    );
  if (file === undefined) checkEnvironment(config);
}

/** How the user says an option: as a variable, where the environment has it, or where there is no file. */
export function wordFor(option: "vendors" | "cookieDomains", file: string | undefined): string {
  const variable = option === "vendors" ? "FIRSTPARTY_VENDORS" : "FIRSTPARTY_COOKIE_DOMAINS";
  return file === undefined || process.env[variable] !== undefined ? variable : option;
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
  // Before Node 22.15 there is no telling it where we are.
  if (message.startsWith("Cannot find package 'firstparty'"))
    return "this Node finds no firstparty from its folder; npm install firstparty there, or use Node 22.15 or later";
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
