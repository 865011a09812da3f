import { parseArgs } from "node:util";
import { parsePort } from "../server/serve.ts";
import { startMistake } from "../server/start-mistakes.ts";
import type { LoopbackServer } from "./dev/loopback-server.ts";
import { openBrowser } from "./dev/open-browser.ts";
import { startPlayground } from "./dev/playground-server.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_PORT = "8787";
/** A page that holds its connection open does not keep the playground up for longer. */
const STOP_MS = 2_000;

/** `firstparty dev [--port N] [--open]`: runs the playground until SIGINT or SIGTERM. */
export async function dev(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { port: { type: "string", default: DEFAULT_PORT }, open: { type: "boolean", default: false } },
  });
  const playground = await start(values.port);
  const url = `http://localhost:${playground.port}`;
  console.log(`firstparty playground on ${url} (Ctrl+C stops it)`);
  if (values.open) void open(url);
  // Under npm, Ctrl+C comes twice: from the terminal and from the script that started us.
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(0), STOP_MS).unref();
    await playground.stop();
    process.exit(0);
  };
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
}

async function open(url: string): Promise<void> {
  const reason = await openBrowser(url);
  if (reason !== undefined) console.error(`firstparty: no browser was opened (${reason}): open ${url} in yours`);
}

async function start(port: string): Promise<LoopbackServer> {
  try {
    return await startPlayground(parsePort("--port", port));
  } catch (error) {
    const sentence = startMistake(error, `127.0.0.1:${port}`, "choose another with --port");
    throw sentence === undefined ? error : new UsageError(sentence);
  }
}
