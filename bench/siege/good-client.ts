// What a visitor's browser would see: good-client.ts PORT SECONDS. A request every 10 ms, whether or not the last was answered, half of
// them over a connection of their own. Prints one JSON line of the times to the last byte.
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { WORK } from "../work.ts";

const EVERY_MS = 10;
/** A request that takes longer has failed. */
const PATIENCE_MS = 10_000;

const [port = "", seconds = ""] = process.argv.slice(2);
const works = Object.values(WORK);
const kept = new Agent({ keepAlive: true });
const millis: number[] = [];
let failed = 0;
const reasons: Record<string, number> = {};

const end = performance.now() + Number(seconds) * 1_000;
const asked: Promise<void>[] = [];
for (let next = performance.now(), count = 0; next < end; next += EVERY_MS, count++) {
  await pause(Math.max(0, next - performance.now()));
  asked.push(ask(count));
}
await Promise.all(asked);
millis.sort((a, b) => a - b);
console.log(JSON.stringify({ count: millis.length, failed, reasons, p50: quantile(0.5), p99: quantile(0.99) }));
process.exit(0);

async function ask(count: number): Promise<void> {
  const work = works[count % works.length];
  const started = performance.now();
  try {
    if (work !== undefined) await exchange(work, Math.floor(count / works.length) % 2 === 0 ? kept : false);
    millis.push(performance.now() - started);
  } catch (error) {
    failed++;
    const reason = error instanceof Error ? ("code" in error ? String(error.code) : error.message) : "unknown";
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
}

function exchange({ method, path, headers, body }: (typeof works)[number], agent: Agent | false): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent }, (incoming: IncomingMessage) => {
      incoming.resume();
      incoming.on("error", reject);
      incoming.on("end", () =>
        incoming.statusCode === 200 ? resolve() : reject(new Error(String(incoming.statusCode))),
      );
    });
    outgoing.setTimeout(PATIENCE_MS, () => outgoing.destroy(new Error("no answer")));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function quantile(part: number): number {
  return millis[Math.min(millis.length - 1, Math.floor(millis.length * part))] ?? Number.NaN;
}
