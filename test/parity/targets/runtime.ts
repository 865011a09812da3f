import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Served, startServe } from "../../support/serve-process.ts";
import { closedPort } from "../../support/closed-port.ts";
import type { Sent, SiteName, TargetName } from "../case.ts";
import { configOf } from "../sites.ts";
import type { Got, Target } from "../suite.ts";
import { loopbackVendor } from "../vendor-loopback.ts";

/** `firstparty serve` from dist on a real runtime, a process for each config, and a vendor on loopback. */
export async function startRuntime(name: Exclude<TargetName, "core">): Promise<Target> {
  const vendor = await loopbackVendor();
  const folder = await mkdtemp(join(tmpdir(), "firstparty-parity-"));
  const closed = `http://127.0.0.1:${await closedPort()}`;
  const served = new Map<SiteName, Promise<Served>>();
  const start = async (site: SiteName) => {
    const file = join(folder, `${site}.json`);
    await writeFile(file, JSON.stringify(configOf(site, vendor.url, closed)));
    return startServe(name, ["--config", file, "--port", "0"]);
  };
  return {
    name,
    vendor,
    async send(site, sent) {
      const running = served.get(site) ?? start(site);
      served.set(site, running);
      return exchange((await running).port, sent);
    },
    async stop() {
      for (const running of served.values()) await (await running).stop();
      await vendor.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** One request over a connection of its own, by Node's client, which sends path and headers as they are given. */
async function exchange(
  port: number,
  { method = "GET", path, headers = {}, body, isChunked = false }: Sent,
): Promise<Got> {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries({ host: "www.shop.example", ...headers }))
    if (value !== null) all[name] = value;
  if (body !== undefined && !isChunked) all["content-length"] ??= String(Buffer.byteLength(body));
  const outgoing = request({ host: "127.0.0.1", port, method, path, headers: all, agent: false, setHost: false });
  // As bytes: with a string Node would write the headers, too, as UTF-8.
  outgoing.end(body === undefined ? undefined : Buffer.from(body));
  const [incoming] = await once(outgoing, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const raw: string[] = incoming.rawHeaders;
  return {
    status: incoming.statusCode,
    headers: raw.flatMap((name, index) =>
      index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ""] as const] : [],
    ),
    body: Buffer.concat(chunks),
  };
}
