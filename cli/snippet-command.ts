import { parseArgs } from "node:util";
import { configFromEnv } from "../core/index.ts";
import { configWarnings } from "../core/config-warnings.ts";
import { resolveConfig, type Settings } from "../core/options.ts";
import { checkGiven, loadConfig, wordFor } from "./load-config.ts";
import { bloomreachPrinter } from "./snippet/bloomreach.ts";
import { contentPolicy } from "./snippet/content-policy.ts";
import { hightouchPrinter } from "./snippet/hightouch.ts";
import { keyFor } from "./snippet/key.ts";
import { placeOf } from "./snippet/place.ts";
import type { SnippetPrinter } from "./snippet/printer.ts";
import { segmentPrinter } from "./snippet/segment.ts";
import { UsageError } from "./usage-error.ts";

/** By the vendor's id. */
const PRINTERS: Readonly<Record<string, SnippetPrinter>> = {
  hightouch: hightouchPrinter,
  segment: segmentPrinter,
  bloomreach: bloomreachPrinter,
};

/** `firstparty snippet VENDOR [--npm] …`: on stdout the snippet and nothing else, so that it can be piped; on stderr what goes with it. */
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
  const settings = await settingsFor(values.config, id);
  const vendor = settings.vendors.find((each) => each.id === id);
  if (vendor === undefined) {
    const among = wordFor("vendors", values.config);
    throw new UsageError(
      `${id} is not among the vendors (${settings.vendors.map((each) => each.id).join(", ")}); add it to ${among === "vendors" ? `the config's, as ${id}()` : among}`,
    );
  }
  if (values.npm && typeof printer.module === "string") throw new UsageError(printer.module);
  const print = values.npm && typeof printer.module === "function" ? printer.module : printer.html;

  const domains = wordFor("cookieDomains", values.config);
  const place = placeOf(settings, values, domains);
  const where = place.host?.replace(/:\d+$/, "") ?? values.domain?.toLowerCase() ?? settings.publicHost;
  const { key, hint, isKnown } = keyFor(values["write-key"], vendor, printer, where);
  const snippet = { vendor, place, key };
  const printed = print(snippet);
  console.log(printed);

  const policy = contentPolicy(printed, vendor, { host: place.host, isFinal: isKnown });
  const sentences = [
    ...(hint === undefined ? [] : [hint]),
    ...(printer.hints?.(snippet, values.npm) ?? []),
    ...configWarnings({ ...settings, vendors: [vendor] }, domains),
    ...(vendor.elsewhere ?? [])
      .filter(({ isFilesOnly }) => !(values.npm && isFilesOnly))
      .map(({ host, why }) => `past your domain, its SDK asks ${host}: ${why}`),
    [`a Content-Security-Policy has to allow${isKnown || values.npm ? "" : NONCE}`, ...policy].join("\n  "),
  ];
  for (const sentence of sentences) console.error(`firstparty: ${sentence}`);
}

const NONCE = " ('nonce-…' is one that your server makes; with --write-key the script's hash is printed)";

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
async function settingsFor(file: string | undefined, id: string): Promise<Settings> {
  const config = configFromEnv(process.env, await loadConfig(file));
  checkGiven("snippet", config, file, id);
  return resolveConfig(config);
}
