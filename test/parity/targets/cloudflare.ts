import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toCloudflare } from "firstparty/cloudflare";
import { wranglerBuild } from "../../support/platform-builds.ts";
import { NO_PLATFORMS, platformModules, platformVersion } from "../../support/platform-tool.ts";
import { spawnProgram } from "../../support/serve-process.ts";
import { layTemplate, parityFiles } from "../../support/templates.ts";
import type { Sent } from "../case.ts";
import type { Missing, Target, TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";
import { startInProcess } from "./fetch.ts";

/** The oldest compatibility date that toCloudflare's docstring names, and the one of the workerd that is installed. */
const OLDEST_DATE = "2023-03-01";
const NEWEST_DATE = "2026-11-17";

const entry = "`toCloudflare` of `firstparty/cloudflare`";

export const cloudflareTargets: readonly TargetInfo[] = [
  {
    name: "cloudflare",
    platform: "Cloudflare Workers",
    entry,
    how: "in process",
    traits: ["borrows Node's fetch", "decodes", "resolves dot segments", "makes up a Host"],
    start: async (sites) =>
      startInProcess(sites, (handler) => {
        const worker = toCloudflare(handler);
        return (request, clientIp) => {
          for (const [name, value] of edgeHeaders(Object.fromEntries(request.headers), clientIp)) {
            request.headers.set(name, value);
          }
          return worker.fetch(request, {}, { waitUntil: () => {} });
        };
      }),
  },
  ...[OLDEST_DATE, NEWEST_DATE].map((date): TargetInfo => ({
    name: `workerd ${date}`,
    platform: "Cloudflare Workers",
    entry,
    how: "production bundle",
    start: (sites) => startWorkerd(date, sites),
  })),
];

/** What `wrangler deploy` makes of the template, by the runtime of Cloudflare's edge, without the edge: what that writes into a request is written here. */
async function startWorkerd(date: string, sites: string): Promise<Target | Missing> {
  const version = platformVersion("workerd");
  if (version === undefined) return NO_PLATFORMS;
  const { folder, remove } = await layTemplate("cloudflare", await parityFiles(sites));
  await wranglerBuild(folder, date);
  const { port, stop } = await startWorker(folder, date);
  return {
    version: `workerd ${version}`,
    send: (key, sent) => exchange({ port }, key, fromEdge(sent)),
    async stop() {
      await stop();
      await remove();
    },
  };
}

/** What wrangler has built in a template's folder. */
export async function startWorker(folder: string, date: string) {
  const config = join(folder, "built/config.capnp");
  await writeFile(config, workerdConfig(date));
  // Its first word on the control descriptor is the port that it was given.
  const { ready, stop } = await spawnProgram(
    join(platformModules, ".bin/workerd"),
    ["serve", "--control-fd=1", config],
    {},
  );
  return { port: (JSON.parse(ready) as { readonly port: number }).port, stop };
}

function workerdConfig(date: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "loopback", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${date}",
  globalOutbound = "loopback",
);
`;
}

function fromEdge({ clientIp = "127.0.0.1", ...sent }: Sent): Sent {
  const headers = sent.headers ?? {};
  return { ...sent, headers: { ...headers, ...Object.fromEntries(edgeHeaders(headers, clientIp)) } };
}

/** https://developers.cloudflare.com/fundamentals/reference/http-headers/ (2026-11-22): one is overwritten, one appended to. */
function edgeHeaders(
  headers: Readonly<Record<string, string | null>>,
  clientIp: string,
): readonly (readonly [name: string, value: string])[] {
  const sent = headers["x-forwarded-for"];
  return [
    ["cf-connecting-ip", clientIp],
    ["x-forwarded-for", typeof sent === "string" ? `${sent}, ${clientIp}` : clientIp],
  ];
}
