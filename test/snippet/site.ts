import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Cookie, Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { toNode } from "../../adapters/node.ts";
import { sdkFolder } from "../../cli/dev/sdk-folder.ts";
import { type StandInVendor, startStandInVendor } from "../../cli/dev/stand-in-vendor.ts";
import { type Config, createFirstParty, type Vendor } from "../../core/index.ts";
import { launchChromium } from "../support/browser-launch.ts";
import { type BrowserRequest, type Internet, isBrowsersOwn, startInternet } from "../support/internet.ts";
import { runCli } from "../support/run-cli.ts";
import { eventsAt, type SentEvent } from "../support/vendor-events.ts";
import { behindSharedCache } from "./shared-cache.ts";

/** One site, with whatever snippet stands in its pages. */
export interface SiteOptions<V extends StandInVendor = StandInVendor> {
  /** Its first vendor is the one of the snippet. */
  readonly config: Config;
  /** Who plays that vendor. Default: a Hightouch. */
  readonly vendor?: V;
  /** What `firstparty snippet` is asked for, beside the config. */
  readonly flags?: readonly string[];
  /** In place of a config file. */
  readonly env?: Readonly<Record<string, string>>;
  /** Every host that serves the pages: `/plain` without any script, `/early` with a reset before the SDK has loaded. */
  readonly pages: readonly string[];
  /** Every host that serves the vendor's path. Default: those of the pages. */
  readonly service?: readonly string[];
  /** Makes files of what was printed, by their path; `/app/main.js` stands in the page. */
  readonly bundle?: (printed: string) => Promise<ReadonlyMap<string, string>>;
  /** Whether a shared cache stands in front of the vendor's path. Default false. */
  readonly isCached?: boolean;
  /** What the site's owner does with what was printed, before it stands in the pages. */
  readonly edit?: (printed: string) => string;
  /** The Content-Security-Policy of the pages, made of the printed directives. Default: none. */
  readonly policy?: (printed: readonly string[]) => string;
}

export interface Site {
  readonly page: Page;
  readonly printed: string;
  /** Waits for the next event of a type to reach the vendor, each in turn. */
  nextEvent(type: string): Promise<SentEvent>;
  /** What has reached the vendor. */
  readonly received: StandInVendor["received"];
  /** Requests of the browser since the site opened, to whatever host but the browser's own. */
  asked(): readonly BrowserRequest[];
  /** By name and host or Domain (with its dot), HttpOnly too; of all hosts. */
  cookie(name: string, domain: string): Promise<Cookie | undefined>;
  cookies(): Promise<readonly Cookie[]>;
  /** A page of another visitor's. */
  another(): Promise<{ readonly visitor: Page; close(): Promise<void> }>;
  /** The directive and address of everything that a page's policy has kept from it. */
  readonly violations: readonly string[];
}

async function openSite(
  internet: Internet,
  browser: Browser,
  options: SiteOptions,
): Promise<(Site & { close(): Promise<void> }) | string> {
  const { config, pages, service = pages, bundle, edit = (printed: string) => printed, policy } = options;
  const { printed, directives } = await print(options);
  const files = await bundle?.(printed);
  const snippet = files ? '<script type="module" src="/app/main.js"></script>' : edit(printed);
  const played = options.vendor ?? (await startStandInVendor(sdkFolder()));
  const events = eventsAt(played);
  const [vendor, ...others] = config.vendors;
  if (vendor === undefined) throw new Error("a site has a vendor");
  const hosts = Object.fromEntries(Object.keys(vendor.hosts).map((name) => [name, played.url]));
  const ours = toNode(createFirstParty({ ...config, vendors: [{ ...vendor, hosts }, ...others] }));
  const cached = options.isCached === true ? await behindSharedCache(ours) : undefined;
  if (typeof cached === "string") return cached;
  const firstParty = cached?.listener ?? ours;

  const answerPage: RequestListener = (incoming, outgoing) => {
    const asked = incoming.url ?? "";
    const file = files?.get(asked);
    if (file !== undefined) return outgoing.writeHead(200, { "content-type": "text/javascript" }).end(file);
    outgoing.writeHead(200, {
      "content-type": "text/html",
      ...(policy && { "content-security-policy": policy(directives) }),
    });
    const early = asked === "/early" ? `<script type="module">${LOG_OUT[vendor.id]?.(vendor)};</script>` : "";
    const head = asked === "/plain" ? "" : snippet;
    outgoing.end(`<!doctype html>\n<title>Shop</title>\n<link rel="icon" href="data:,">\n${head}${early}`);
  };
  for (const host of new Set([...pages, ...service])) {
    internet.serve(host, (incoming, outgoing) => {
      if (service.includes(host) && incoming.url?.startsWith(`${vendor.path}/`)) void firstParty(incoming, outgoing);
      else if (pages.includes(host)) answerPage(incoming, outgoing);
      else outgoing.writeHead(404).end();
    });
  }

  const firstRequest = internet.log.length;
  const context = await browser.newContext();
  const page = await context.newPage();
  const violations: string[] = [];
  await page.exposeFunction("tellViolation", (violation: string) => violations.push(violation));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      (globalThis as unknown as { tellViolation(violation: string): void }).tellViolation(
        `${effectiveDirective} ${blockedURI}`,
      ),
    ),
  );
  return {
    page,
    printed,
    received: played.received,
    violations,
    nextEvent: events.next,
    asked: () => internet.log.slice(firstRequest).filter(({ host }) => !isBrowsersOwn(host)),
    cookies: () => context.cookies(),
    cookie: async (name, domain) =>
      (await context.cookies()).find((cookie) => cookie.name === name && cookie.domain === domain),
    async another() {
      const other = await browser.newContext();
      return { visitor: await other.newPage(), close: () => other.close() };
    },
    async close() {
      await context.close();
      await cached?.stop();
      await played.stop();
    },
  };
}

/** How a page's own script logs out, whether or not the SDK has loaded. */
const LOG_OUT: Readonly<Record<string, (vendor: Vendor) => string>> = {
  hightouch: () => "htevents.reset()",
  segment: ({ globalName = "analytics" }) => `${globalName}.reset()`,
  bloomreach: () => "exponea.anonymize()",
};

/** What the real command line prints for the config, from a file or from the environment. */
async function print({ config, env, flags = [] }: SiteOptions) {
  const folder = await mkdtemp(join(tmpdir(), "firstparty-site-"));
  try {
    const file = join(folder, "config.json");
    await writeFile(file, JSON.stringify(config));
    const source = env ? [] : ["--config", file];
    const vendor = config.vendors[0]?.id ?? "";
    const key = vendor === "bloomreach" ? [] : ["--write-key", "WK"];
    const { code, stdout, stderr } = await runCli("node", ["snippet", vendor, ...source, ...key, ...flags], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(POLICY) });
    return { printed: stdout, directives: stderr.split(POLICY)[1]?.trim().split("\n  ") ?? [] };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const POLICY = "firstparty: a Content-Security-Policy has to allow\n  ";

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
      if (typeof site === "string") return skip(site);
      sites.push(site);
      return site;
    };
  });
