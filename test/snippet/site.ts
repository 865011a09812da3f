import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Cookie, Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { toNode } from "../../adapters/node.ts";
import { sdkFolder } from "../../cli/dev/sdk-folder.ts";
import { startStandInVendor } from "../../cli/dev/stand-in-vendor.ts";
import { type Config, createFirstParty, hightouch } from "../../core/index.ts";
import { launchChromium } from "../support/browser-launch.ts";
import { type BrowserRequest, type Internet, isBrowsersOwn, startInternet } from "../support/internet.ts";
import { runCli } from "../support/run-cli.ts";
import { eventsAt, type SentEvent } from "../support/vendor-events.ts";

/** One site, with whatever snippet stands in its pages. */
export interface SiteOptions {
  readonly config: Config;
  /** What `firstparty snippet hightouch` is asked for, beside the config. */
  readonly flags?: readonly string[];
  /** In place of a config file. */
  readonly env?: Readonly<Record<string, string>>;
  /** Every host that serves the pages: `/plain` without any script, `/early` with a reset before the SDK has loaded. */
  readonly pages: readonly string[];
  /** Every host that serves the vendor's path. Default: those of the pages. */
  readonly service?: readonly string[];
  /** Makes files of what was printed, by their path; `/app/main.js` stands in the page. */
  readonly bundle?: (printed: string) => Promise<ReadonlyMap<string, string>>;
  /** Content-Security-Policy of the pages, with this nonce on the snippet's element. */
  readonly csp?: { readonly policy: string; readonly nonce: string };
}

export interface Site {
  readonly page: Page;
  readonly printed: string;
  /** Waits for the next event of a type to reach the vendor, each in turn. */
  nextEvent(type: string): Promise<SentEvent>;
  /** Requests of the browser since the site opened, to whatever host but the browser's own. */
  asked(): readonly BrowserRequest[];
  /** By name and host or Domain (with its dot), HttpOnly too; of all hosts. */
  cookie(name: string, domain: string): Promise<Cookie | undefined>;
  cookies(): Promise<readonly Cookie[]>;
}

async function openSite(
  internet: Internet,
  browser: Browser,
  options: SiteOptions,
): Promise<Site & { close(): Promise<void> }> {
  const { config, pages, service = pages, bundle, csp } = options;
  const printed = await print(options);
  const files = await bundle?.(printed);
  const snippet = files ? '<script type="module" src="/app/main.js"></script>' : printed;
  const vendor = await startStandInVendor(sdkFolder());
  const events = eventsAt(vendor);
  const { path = "", routes = [] } = config.vendors[0] ?? {};
  const hosts = { cdn: vendor.url, events: vendor.url };
  const firstParty = toNode(createFirstParty({ ...config, vendors: [{ ...hightouch(), path, routes, hosts }] }));

  const answerPage: RequestListener = (incoming, outgoing) => {
    const asked = incoming.url ?? "";
    const file = files?.get(asked);
    if (file !== undefined) return outgoing.writeHead(200, { "content-type": "text/javascript" }).end(file);
    outgoing.writeHead(200, {
      "content-type": "text/html",
      ...(csp && { "content-security-policy": csp.policy }),
    });
    const head = asked === "/plain" ? "" : csp ? snippet.replace("<script", `<script nonce="${csp.nonce}"`) : snippet;
    const early = asked === "/early" ? '<script type="module">htevents.reset();</script>' : "";
    outgoing.end(`<!doctype html>\n<title>Shop</title>\n<link rel="icon" href="data:,">\n${head}${early}`);
  };
  for (const host of new Set([...pages, ...service])) {
    internet.serve(host, (incoming, outgoing) => {
      if (service.includes(host) && incoming.url?.startsWith(`${path}/`)) void firstParty(incoming, outgoing);
      else if (pages.includes(host)) answerPage(incoming, outgoing);
      else outgoing.writeHead(404).end();
    });
  }

  const firstRequest = internet.log.length;
  const context = await browser.newContext();
  const page = await context.newPage();
  return {
    page,
    printed,
    nextEvent: events.next,
    asked: () => internet.log.slice(firstRequest).filter(({ host }) => !isBrowsersOwn(host)),
    cookies: () => context.cookies(),
    cookie: async (name, domain) =>
      (await context.cookies()).find((cookie) => cookie.name === name && cookie.domain === domain),
    async close() {
      await context.close();
      await vendor.stop();
    },
  };
}

/** What the real command line prints for the config, from a file or from the environment. */
async function print({ config, env, flags = [] }: SiteOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "firstparty-site-"));
  try {
    const file = join(folder, "config.json");
    await writeFile(file, JSON.stringify(config));
    const source = env ? [] : ["--config", file];
    const { code, stdout, stderr } = await runCli(
      "node",
      ["snippet", "hightouch", ...source, "--write-key", "WK", ...flags],
      env,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The tests of a file share a browser; each site in it has hosts, a visitor and a vendor of its own. */
export const test = base
  .extend("internet", { scope: "file" }, async ({}, { onCleanup }) => {
    const internet = await startInternet();
    onCleanup(() => internet.close());
    return internet;
  })
  .extend("browser", { scope: "file" }, async ({ internet }, { onCleanup }) => {
    // Localhost too is a host of this internet.
    const browser = await launchChromium([...internet.chromiumArguments, "--proxy-bypass-list=<-loopback>"]);
    if (typeof browser === "string") console.warn(`\nSKIPPED, the browser tests of this file: ${browser}\n`);
    else onCleanup(() => browser.close());
    return browser;
  })
  .extend("openSite", async ({ internet, browser, skip }, { onCleanup }) => {
    if (typeof browser === "string") return skip(browser);
    const sites: (Site & { close(): Promise<void> })[] = [];
    onCleanup(async () => {
      for (const site of sites) await site.close();
    });
    return async (options: SiteOptions): Promise<Site> => {
      const site = await openSite(internet, browser, options);
      sites.push(site);
      return site;
    };
  });
