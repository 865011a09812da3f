#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { bundleCommand } from "./bundle-command.ts";
import { dev } from "./dev.ts";
import { oldNode } from "./old-node.ts";
import { isUsageError, sentence, UsageError } from "./usage-error.ts";
import { serveCommand } from "./serve-command.ts";
import { snippetCommand } from "./snippet-command.ts";

const HELP = `firstparty: your analytics on your own domain

Usage: firstparty <command> [options]

  serve   the production server, on Bun, Node or Deno
            --config FILE   default export of a config (.ts, .js, .mjs) or a .json file
            --port N        default PORT or 8787; 0 picks a free one
            --host H        default HOST or 127.0.0.1
  snippet VENDOR   what to put on your pages, for the same config: hightouch, segment, bloomreach;
                   on stdout that alone, on stderr what goes with it, such as a Content-Security-Policy
            --config FILE   as for serve
            --write-key K   the source's, or the project's token; default: the config's only one
            --npm           an ES module for a bundle, in place of HTML; not for bloomreach
            --host H        where the service is not on the page's own host: t.example.com
            --domain D      one of cookieDomains; default: the one that covers the page
  bundle PLATFORM   one file to deploy, with nothing beside it, configured by the environment: vercel, netlify,
                    aws-lambda, lambda-edge, cloudflare, bun, deno, node; lambda-edge takes in FIRSTPARTY_* of now
            --out FILE      default: stdout
  dev     the playground: a demo shop with the real SDK, the service and a stand-in vendor
            --port N        default 8787
            --open          opens your browser

Environment beside a config, or in place of one: FIRSTPARTY_VENDORS=hightouch
FIRSTPARTY_COOKIE_DOMAINS=example.com firstparty serve

firstparty --version, firstparty --help`;

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  serve: serveCommand,
  snippet: snippetCommand,
  bundle: bundleCommand,
  dev,
};

async function main([command, ...args]: string[]): Promise<void> {
  if (
    command === undefined ||
    command === "help" ||
    [command, ...args].some((each) => each === "--help" || each === "-h")
  ) {
    console.log(HELP);
    return;
  }
  if (command === "--version") {
    console.log((await manifest()).version);
    return;
  }
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run === undefined) throw new UsageError(`there is no command ${JSON.stringify(command)}; see firstparty --help`);
  const old = oldNode((await manifest()).engines.node, process.versions);
  if (old !== undefined) console.error(`firstparty: ${old}`);
  await run(args);
}

/** Our own package.json. */
async function manifest(): Promise<{ version: string; engines: { node: string } }> {
  return JSON.parse(await readFile(new URL(import.meta.resolve("firstparty/package.json")), "utf8"));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // One sentence for what the user can mend; anything else is ours, and comes with its stack.
  console.error(isUsageError(error) ? `firstparty: ${sentence(error)}` : error);
  process.exit(isUsageError(error) ? 2 : 1);
}
