import { FIRST_CORE } from "./cores.ts";
import { cpuMicros } from "./cpu-time.ts";
import { assertDelivers } from "./delivery.ts";
import { load } from "./load.ts";
import { type Started, start } from "./started.ts";
import type { Subject } from "./subjects.ts";
import { WORK, type WorkName } from "./work.ts";

/** A subject at one kind of work, and what every round said of it. */
export interface Measured {
  readonly subject: Subject;
  readonly work: WorkName;
  readonly rounds: { readonly perSecond: number; readonly cpuMicros: number }[];
}

const WARM_UP_SECONDS = 1;

/** The subjects take turns in every round, so that a noisy minute of the machine is nobody's own. */
export async function measure(
  pairs: readonly { readonly subject: Subject; readonly work: WorkName }[],
  origin: Started,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Measured[]> {
  const servers = new Map<Subject, Started>();
  const measured: Measured[] = [];
  for (const { subject, work } of pairs) {
    const server = servers.get(subject) ?? (await start(subject.command, FIRST_CORE, environment(origin.origin)));
    servers.set(subject, server);
    await named(subject, work, server, () => assertDelivers(server.origin, origin.origin, work));
    measured.push({ subject, work, rounds: [] });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { subject, work, rounds: figures } of measured) {
      const server = servers.get(subject);
      if (server === undefined) continue;
      process.stderr.write(`round ${round} of ${rounds}: ${work}, ${subject.name}\n`);
      figures.push(await named(subject, work, server, () => once(server, work, seconds)));
    }
  }
  return measured;
}

async function once({ origin, pid }: Started, work: WorkName, seconds: number) {
  await load(origin, WORK[work], WARM_UP_SECONDS);
  const before = cpuMicros(pid);
  const { requests, perSecond } = await load(origin, WORK[work], seconds);
  return { perSecond, cpuMicros: (cpuMicros(pid) - before) / requests };
}

/** The floors and peers read their target; firstparty its whole config. */
function environment(origin: string): Record<string, string> {
  return {
    BENCH_ORIGIN: origin,
    FIRSTPARTY_VENDORS: "hightouch",
    FIRSTPARTY_COOKIE_DOMAINS: "example.com",
    FIRSTPARTY_HIGHTOUCH_HOSTS_CDN: origin,
    FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: origin,
  };
}

async function named<T>(subject: Subject, work: WorkName, server: Started, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    throw new Error(`${subject.name} fails at ${work}\n${server.lastWords()}`, { cause });
  }
}
