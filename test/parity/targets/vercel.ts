import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { toVercel, toVercelLegacy, toVercelMethods } from "../../../adapters/vercel.ts";
import { vercelBuild } from "../../support/platform-builds.ts";
import { NO_PLATFORMS, platformVersion } from "../../support/platform-tool.ts";
import { spawnEntry, type Started } from "../../support/serve-process.ts";
import { layTemplate, parityFiles } from "../../support/templates.ts";
import type { Sent } from "../case.ts";
import { parityHandler } from "../entries/parity-handler.ts";
import { type Missing, NoAnswer, type Target, type TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";
import { startInProcess } from "./fetch.ts";

type Form = Pick<TargetInfo, "platform" | "entry"> & { readonly traits: NonNullable<TargetInfo["traits"]> };

const web: Form = {
  platform: "Vercel Functions",
  entry: "`toVercel` of `firstparty/vercel`",
  traits: ["decodes", "resolves dot segments", "replaces X-Forwarded-For", "buffers answers"],
};
const methods: Form = { ...web, entry: "`toVercelMethods` of `firstparty/vercel`" };
const edge: Form = { ...methods, platform: "Vercel Edge Functions", traits: [...methods.traits, "measures bodies"] };
const legacy: Form = {
  platform: "Vercel Functions, the `(req, res)` form",
  entry: "`toVercelLegacy` of `firstparty/vercel`",
  traits: ["decodes", "replaces X-Forwarded-For", "buffers answers"],
};

const DEV = "vercel-dev.ts";

/** The forms of a function on Vercel: by themselves, in the runtime of `vercel dev`, and as `vercel build` bundles them. */
export const vercelTargets: readonly TargetInfo[] = [
  {
    ...web,
    name: "vercel-fetch",
    how: "in process",
    traits: [...web.traits, "makes up a Host"],
    start: async (sites) => startInProcess(sites, (handler) => behindEdge(toVercel(handler).fetch)),
  },
  {
    ...methods,
    name: "vercel-methods",
    how: "in process",
    traits: [...methods.traits, "makes up a Host"],
    start: async (sites) =>
      startInProcess(sites, (handler) => {
        const named: Readonly<Record<string, (request: Request) => Promise<Response>>> = toVercelMethods(handler);
        return behindEdge(async (request) => (await named[request.method]?.(request)) ?? notAllowed());
      }),
  },
  { ...legacy, name: "vercel-legacy", how: "emulated", start: startLegacy },
  overHttp(web, "vercel-dev-fetch", startDev),
  overHttp(edge, "vercel-dev-edge", (sites) => startTool(DEV, "vercel-edge.ts", sites)),
  overHttp(legacy, "vercel-dev-legacy", (sites) => startTool(DEV, "vercel-legacy.ts", sites)),
  overHttp(web, "vercel-build", startBuilt),
  overHttp(methods, "vercel-bundle-methods", (sites) => startTool("vercel-bundle.ts", "vercel-methods.ts", sites)),
  {
    ...legacy,
    name: "vercel-bundle-legacy",
    how: "production bundle",
    start: (sites) => startTool("vercel-bundle.ts", "vercel-legacy.ts", sites),
  },
];

/** Vercel's own code in front of the function makes a URL of what was asked, and its edge sees to it that one can be made. */
function overHttp(form: Form, name: string, start: TargetInfo["start"]): TargetInfo {
  const isDev = name.startsWith("vercel-dev");
  const traits = new Set([...form.traits, "resolves dot segments", "routes by Host", "takes // for a host"] as const);
  // Its server asks the function anew, with undici.
  if (isDev) traits.add("splits the target").add("takes whole requests");
  return {
    ...form,
    name,
    how: isDev ? "official runtime" : "production bundle",
    traits: [...traits],
    async start(sites) {
      const target = await start(sites);
      if ("missing" in target) return target;
      // Nothing of ours would be asked, so no answer is made up in its place.
      const send: Target["send"] = async (key, sent) => {
        if (!HOST.test(hostOf(sent)) || !URL.canParse(`http://${hostOf(sent)}`)) throw new NoAnswer("no such Host");
        return target.send(key, sent);
      };
      return { ...target, send };
    },
  };
}

const LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const HOST = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:]+\\])(?::\\d+)?$`, "i");

function hostOf({ headers }: Sent): string {
  return headers?.["host"] === undefined ? "www.shop.example" : (headers["host"] ?? "");
}

/** What Vercel's edge, and `vercel dev` in its place, writes over what a client sent: https://vercel.com/docs/headers/request-headers (2025-12-13). */
function edgeHeaders(host: string, clientIp: string): Record<string, string> {
  return {
    "x-real-ip": clientIp,
    "x-forwarded-for": clientIp,
    "x-vercel-forwarded-for": clientIp,
    "x-forwarded-proto": "http",
    "x-forwarded-host": host,
  };
}

function behindEdge(entry: (request: Request) => Promise<Response>) {
  return (request: Request, clientIp: string) => {
    for (const [name, value] of Object.entries(edgeHeaders(request.headers.get("host") ?? "", clientIp))) {
      request.headers.set(name, value);
    }
    return entry(request);
  };
}

function notAllowed(): Response {
  return new Response(null, { status: 405 });
}

/** A request as Vercel's edge hands it on: over a socket that says nothing of the client, and never in absolute form. */
function throughEdge(sent: Sent): Sent {
  const { clientIp = "127.0.0.1", ...rest } = sent;
  return {
    ...rest,
    path: sent.path.replace(/^https?:\/\/[^/]*/, ""),
    headers: { ...sent.headers, ...edgeHeaders(hostOf(sent), clientIp) },
  };
}

async function startLegacy(sites: string): Promise<Target> {
  const entry = toVercelLegacy(parityHandler(sites));
  const server = createServer((request, response) => void entry(request, response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    send: (key, sent) => exchange({ port }, key, throughEdge(sent)),
    stop: async () => void server.close(),
  };
}

const ENTRIES = join(import.meta.dirname, "../entries");
const TEMPLATES = join(import.meta.dirname, "../../../deploy-templates");

async function startTool(
  tool: string,
  entry: string,
  sites: string,
  more: readonly string[] = [],
): Promise<Target | Missing> {
  const version = platformVersion("@vercel/node");
  if (version === undefined) return NO_PLATFORMS;
  const { ready, stop } = await spawnEntry("node", join(ENTRIES, tool), { PARITY_SITES: sites }, [entry, ...more]);
  return {
    version: `@vercel/node ${version}`,
    send: (key, sent) => Promise.race([exchange({ port: Number(ready) }, key, throughEdge(sent)), noAnswer()]),
    stop,
  };
}

/** The template's entry, as `vercel dev` runs it. */
async function startDev(sites: string): Promise<Target | Missing> {
  const { folder, remove } = await layTemplate("vercel/same-project", await parityFiles(sites));
  const target = await startTool(DEV, "api/ht.ts", sites, [folder]);
  if ("missing" in target) return target;
  return { ...target, stop: () => target.stop().then(remove) };
}

/** What `vercel build` makes of the template for a site's own project, with its routes in front. */
async function startBuilt(sites: string): Promise<Target | Missing> {
  const version = platformVersion("vercel");
  if (version === undefined) return NO_PLATFORMS;
  const name = "vercel/same-project";
  const config = await readFile(join(TEMPLATES, name, "vercel.json"), "utf8");
  const { rewrites, ...rest } = JSON.parse(config) as { readonly rewrites: readonly object[] };
  const { folder, remove } = await layTemplate(name, {
    ...(await parityFiles(sites)),
    // The table has more vendors than the template, and asks for what is nobody's.
    "vercel.json": JSON.stringify({ ...rest, rewrites: [...rewrites, { source: "/(.*)", destination: "/api/ht" }] }),
  });
  const { ready, stop } = await startOutput(await vercelBuild(folder));
  return behindRoutes(Number(ready), version, async () => {
    await stop();
    await remove();
  });
}

/** The template for a project of its own, with the site's project in front as the template has it for that. `secret`: of both. */
export async function startTwoProjects(sites: string, secret: string): Promise<Target | Missing> {
  const version = platformVersion("vercel");
  if (version === undefined) return NO_PLATFORMS;
  const { folder, remove } = await layTemplate("vercel/separate-project", await parityFiles(sites));
  const service = await startOutput(await vercelBuild(folder));
  const site = await startOutput(await vercelBuild(join(folder, "site")), {
    ORIGIN_SECRET: secret,
    VERCEL_PROJECTS: JSON.stringify({ "my-firstparty.vercel.app": Number(service.ready) }),
  });
  return behindRoutes(Number(site.ready), version, async () => {
    await Promise.all([site.stop(), service.stop()]);
    await remove();
  });
}

function behindRoutes(port: number, version: string, stop: () => Promise<void>): Target {
  return {
    version: `vercel ${version}`,
    send: (key, sent) => Promise.race([exchange({ port }, key, throughEdge(sent)), noAnswer()]),
    stop,
  };
}

/** `.vercel/output`; its first line is the port. */
export function startOutput(output: string, env: Readonly<Record<string, string>> = {}): Promise<Started> {
  return spawnEntry("node", join(ENTRIES, "vercel-output.ts"), env, [output]);
}

/** Where Vercel's own code would end with a request, this one is left without an answer. */
async function noAnswer(): Promise<never> {
  await pause(5_000, undefined, { ref: false });
  throw new NoAnswer("there is no answer");
}
