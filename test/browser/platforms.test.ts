import { buffer } from "node:stream/consumers";
import type { Config } from "../../core/index.ts";
import { siteJson, siteKey } from "../parity/lanes.ts";
import type { Target, TargetInfo } from "../parity/target.ts";
import { targets } from "../parity/targets/index.ts";
import { startTwoProjects } from "../parity/targets/vercel.ts";
import { startChromium } from "./engines/chromium.ts";
import { ofHightouch } from "./journeys/for-every-engine.ts";
import { hightouch } from "./sdks/hightouch.ts";
import type { ShopService } from "./shop.ts";
import { journeysIn } from "./suite.ts";

/** What the platforms' own tools make of the templates, or their own runtimes, and web servers over TLS, with the real SDK in front. */
const PLATFORMS = [
  "node behind nginx",
  "node behind caddy",
  "node behind apache",
  "vercel-build",
  "vercel-dev-edge",
  "netlify lambda",
  "lambda-ric-http",
  "workerd 2026-11-17",
];

const NEIGHBOUR = "works from a neighbouring sub-domain, with preflights";
/** Everything that the SDK asks for, the cookie service's work, and preflights. */
const JOURNEYS = [
  "loads, and sends page, identify, track, group and alias through the site alone",
  "keeps the person when script storage is lost",
  NEIGHBOUR,
];

const journeys = ofHightouch.filter(({ name }) => JOURNEYS.includes(name));

/** What these do otherwise than nginx does is in the table of rules; one journey shows that the SDK gets through. */
const ONE = ["node behind caddy", "node behind apache"];

for (const name of PLATFORMS) {
  const info = targets.find((target) => target.name === name);
  if (info === undefined) throw new Error(`there is no target ${name}`);
  journeysIn(`Chromium, on ${name}`, startChromium, (config) => serveBy(info, config))(
    hightouch,
    ONE.includes(name) ? journeys.slice(0, 1) : journeys,
  );
}

const SECRET = "a-secret-of-both-projects";

// Another Host arrives than the page's, and what comes past the site's project is refused. One publicHost: no sub-domain's pages.
journeysIn("Chromium, on two projects of Vercel", startChromium, (config) => {
  const [domain] = config.cookieDomains;
  const own = { publicHost: `www.${domain}`, originVerify: { secrets: [SECRET] } };
  return serveBy({ start: (sites) => startTwoProjects(sites, SECRET) }, { ...config, ...own });
})(
  hightouch,
  journeys.filter(({ name }) => name !== NEIGHBOUR),
);

async function serveBy({ start }: Pick<TargetInfo, "start">, config: Config): Promise<ShopService | string> {
  const started = await start(siteJson(config));
  if ("missing" in started) {
    if (process.env["REQUIRE_PLATFORMS"] === "1") throw new Error(started.missing);
    return started.missing;
  }
  return { listener: relayTo(started), stop: () => started.stop() };
}

function relayTo(target: Target): ShopService["listener"] {
  return async (incoming, outgoing) => {
    const { method = "GET", url: path = "/" } = incoming;
    const headers = Object.fromEntries(
      Object.entries(incoming.headersDistinct).map(([name, values = []]) => [name, values.join(", ")]),
    );
    const body = await buffer(incoming);
    const sent = { method, path, headers, ...(body.length === 0 ? {} : { body: Uint8Array.from(body) }) };
    const got = await target.send(siteKey("shop", 0), sent);
    outgoing.writeHead(got.status, got.headers.filter(([name]) => name !== "transfer-encoding").flat());
    outgoing.end(method === "HEAD" ? undefined : got.body);
  };
}
