import { parseArgs } from "node:util";
import { configFromEnv, type Vendor } from "../core/index.ts";
import { resolveConfig, type Settings } from "../core/options.ts";
import { checkGiven, loadConfig } from "./load-config.ts";
import { hightouchPrinter } from "./snippet/hightouch.ts";
import { placeOf } from "./snippet/place.ts";
import type { SnippetPrinter } from "./snippet/printer.ts";
import { keyNames } from "../core/vendor-keys.ts";
import { UsageError } from "./usage-error.ts";

/** By the vendor's id. */
const PRINTERS: Readonly<Record<string, SnippetPrinter>> = { hightouch: hightouchPrinter };

/** `firstparty snippet VENDOR [--npm] …`: on stdout the snippet and nothing else, so that it can be piped. */
export async function snippetCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      config: { type: "string" },
      "write-key": { type: "string" },
      npm: { type: "boolean", default: false },
      host: { type: "string" },
      domain: { type: "string" },
    },
  });
  const [id, printer] = printerFor(positionals);
  const settings = await settingsFor(values.config);
  const vendor = settings.vendors.find((each) => each.id === id);
  if (vendor === undefined) {
    throw new UsageError(
      `${id} is not among the config's vendors (${settings.vendors.map((each) => each.id).join(", ")}); add ${id}() to them`,
    );
  }
  const snippet = { vendor, place: placeOf(settings, values), writeKey: writeKey(values["write-key"], vendor) };
  console.log(values.npm ? printer.module(snippet) : printer.html(snippet));
}

function printerFor([id, ...more]: readonly string[]): [id: string, printer: SnippetPrinter] {
  const known = Object.keys(PRINTERS);
  if (id === undefined) {
    const calls = known.map((each) => `firstparty snippet ${each}`).join(", ");
    throw new UsageError(`say what to print: ${calls}; HTML for the page's head, or with --npm a module for a bundle`);
  }
  const printer = Object.hasOwn(PRINTERS, id) ? PRINTERS[id] : undefined;
  if (printer === undefined) {
    throw new UsageError(`there is no snippet for ${JSON.stringify(id)}; there is one for ${known.join(", ")}`);
  }
  if (more.length > 0) throw new UsageError(`snippet prints one vendor at a time (got ${[id, ...more].join(" ")})`);
  return [id, printer];
}

/** The config as `serve` would have it. */
async function settingsFor(file: string | undefined): Promise<Settings> {
  const config = configFromEnv(process.env, await loadConfig(file));
  checkGiven("snippet", config);
  return resolveConfig(config);
}

function writeKey(given: string | undefined, { id, keys: allowed }: Vendor): string {
  const keys = keyNames(allowed);
  if (given === undefined) {
    console.error("firstparty: replace WRITE_KEY in it with your source's write key, or name that with --write-key");
    return "WRITE_KEY";
  }
  // More likely a secret that was not set.
  if (given.trim() === "") throw new UsageError(`--write-key must be a write key (got ${JSON.stringify(given)})`);
  // Every event of that page would be refused.
  if (keys?.includes(given) === false)
    throw new UsageError(
      `--write-key must be among the keys of ${id}() (${keys.join(", ")}; got ${JSON.stringify(given)})`,
    );
  return given;
}
