import { type Served, startProgram } from "../../support/serve-process.ts";
import type { Laid } from "../../support/templates.ts";
import type { Sent } from "../case.ts";
import type { Target } from "../target.ts";
import { type Address, exchange } from "./exchange.ts";

/** A template's server. It listens on one address, so each family that a client can come from has a process of its own. */
export interface TemplateServer {
  /** On an address of this machine's; the process is started when it is first asked for. */
  at(hostname: string): Promise<Address>;
  /** Ends what was started, and removes the template. */
  stop(): Promise<void>;
}

export function templateServer({ folder, remove }: Laid, program: string, args: readonly string[]): TemplateServer {
  const started = new Map<string, Promise<Served>>();
  const start = (hostname: string) => {
    const served = started.get(hostname) ?? startProgram(program, args, { HOST: hostname, PORT: "0" }, folder);
    started.set(hostname, served);
    return served;
  };
  return {
    at: async (hostname) => ({ port: (await start(hostname)).port, hostname: hostname.replace("::ffff:", "") }),
    async stop() {
      const all = await Promise.allSettled(started.values());
      await Promise.all(all.map((each) => (each.status === "fulfilled" ? each.value.stop() : undefined)));
      await remove();
    },
  };
}

/** The same as a column of the table. */
export async function templateTarget(server: TemplateServer): Promise<Target> {
  // A mistake in an entry is one of the whole column.
  await server.at("127.0.0.1");
  return {
    send: async (key, sent) => exchange(await server.at(hostnameFor(sent)), key, withOwnAddress(sent)),
    stop: server.stop,
  };
}

/** Each family of addresses has a socket of its own; any IPv4 address of loopback can be the client's. */
function hostnameFor({ clientIp = "127.0.0.1" }: Sent): string {
  return clientIp.includes(":") ? (clientIp.includes(".") ? "::ffff:127.0.0.1" : "::1") : "127.0.0.1";
}

function withOwnAddress({ clientIp, ...sent }: Sent): Sent {
  return clientIp === undefined || clientIp === "127.0.0.1" ? sent : { ...sent, clientIp };
}
