import { apache } from "../../support/web-servers/apache.ts";
import { caddy } from "../../support/web-servers/caddy.ts";
import { nginx } from "../../support/web-servers/nginx.ts";
import { installTemplate, SERVER_NAME, startSite } from "../../support/web-servers/start-site.ts";
import type { WebServer } from "../../support/web-servers/web-server.ts";
import type { ParitySites } from "../parity-sites.ts";
import type { Got, Missing, Target, TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";
import { startTemplate } from "./servers.ts";

/** The template for Node, below its path of a site that a web server of Debian's serves over TLS, as that one's template says. */
export const webServerTargets: readonly TargetInfo[] = [
  {
    name: "node behind nginx",
    platform: "Node 24 behind nginx",
    entry: "`serve` of `firstparty/server`",
    how: "production bundle",
    traits: ["mounted", "behind a web server"],
    start: (sites) => startBehind(nginx, sites),
  },
  {
    name: "node behind caddy",
    platform: "Node 24 behind Caddy",
    entry: "`serve` of `firstparty/server`",
    how: "production bundle",
    traits: ["mounted", "behind a web server"],
    start: (sites) => startBehind(caddy, sites),
  },
  {
    name: "node behind apache",
    platform: "Node 24 behind Apache",
    entry: "`serve` of `firstparty/server`",
    how: "production bundle",
    traits: ["mounted", "behind a web server"],
    start: (sites) => startBehind(apache, sites),
  },
];

async function startBehind(server: WebServer, sites: string): Promise<Target | Missing> {
  const behind = await startTemplate("node", withOneMoreHop(sites));
  const { port } = await behind.at("127.0.0.1");
  const site = await startSite(server, (machine) =>
    installTemplate(server, machine, `127.0.0.1:${port}`, pathsIn(sites)),
  );
  if (typeof site === "string") {
    await behind.stop();
    return { missing: site };
  }
  const tls = { ca: site.authority, servername: SERVER_NAME };
  return {
    async send(key, sent) {
      const isIPv6 = sent.clientIp?.includes(":") === true && !sent.clientIp.includes(".");
      return withoutOwn(
        server,
        await exchange({ port: site.port, hostname: isIPv6 ? "::1" : "127.0.0.1", tls }, key, sent),
      );
    },
    async stop() {
      await site.stop();
      await behind.stop();
    },
  };
}

type Site = ParitySites["sites"][string] & { readonly trustedHops?: number; readonly clientIpHeader?: string };

/** The web server is a proxy of the operator's own, as any template's config has it. */
function withOneMoreHop(json: string): string {
  const { sites, ...rest } = JSON.parse(json) as ParitySites;
  const configs = Object.entries(sites as Readonly<Record<string, Site>>).map(([name, config]) => {
    const { clientIpHeader, trustedHops = 0 } = config;
    // The two exclude each other: there the CDN's own word counts.
    return [name, clientIpHeader === undefined ? { ...config, trustedHops: trustedHops + 1 } : config] as const;
  });
  return JSON.stringify({ ...rest, sites: Object.fromEntries(configs) } satisfies ParitySites);
}

/** The paths of all vendors of the table: a block each, as a user of several has it. */
function pathsIn(json: string): string[] {
  const { data } = JSON.parse(json) as { data: readonly { path: string }[] };
  return [...new Set(data.map(({ path }) => path))];
}

/** Web servers sign what they serve, whoever has made it; and Apache writes the list of Vary anew, without blanks. */
function withoutOwn(server: WebServer, { headers, ...got }: Got): Got {
  const signed = new RegExp(`^${server.name}\\b`);
  const spaced = (value: string) => (server.name === "Apache" ? value.replaceAll(/,\b/g, ", ") : value);
  return {
    ...got,
    headers: headers
      .filter(([name, value]) => name !== "server" || !signed.test(value))
      .map(([name, value]) => [name, name === "vary" ? spaced(value) : value] as const),
  };
}
