#!/usr/bin/env node
import { dev } from "./dev.ts";
import { isUsageError, UsageError } from "./usage-error.ts";
import { serveCommand } from "./serve-command.ts";

const HELP = `firstparty: your analytics on your own domain

Usage: firstparty <command> [options]

  serve   the production server, on Bun, Node or Deno
            --config FILE   default export of a config (.ts, .js, .mjs) or a .json file
            --port N        default PORT or 8787; 0 picks a free one
            --host H        default HOST or 127.0.0.1
  dev     in a checkout: a page with the real SDK, the service and a stand-in vendor
            --port N        default 8787

Environment beside a config, or in place of one: FIRSTPARTY_VENDORS=hightouch
FIRSTPARTY_COOKIE_DOMAINS=example.com firstparty serve`;

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<void>>> = { serve: serveCommand, dev };

async function main([command, ...args]: string[]): Promise<void> {
  if (
    command === undefined ||
    command === "help" ||
    [command, ...args].some((each) => each === "--help" || each === "-h")
  ) {
    console.log(HELP);
    return;
  }
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run === undefined) throw new UsageError(`there is no command ${JSON.stringify(command)}; see firstparty --help`);
  await run(args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // One sentence for what the user can mend; anything else is ours, and comes with its stack.
  console.error(isUsageError(error) ? `firstparty: ${error.message}` : error);
  process.exit(isUsageError(error) ? 2 : 1);
}
