import type { BrowserContext, Page } from "playwright-core";
import { type BrowserContextOptions, type Browser } from "playwright-core";
import { expect, test as base } from "vitest";
import { toNode } from "../../adapters/node.ts";
import { bloomreach, type Config, createFirstParty } from "../../core/index.ts";
import { type BloomreachGlobal, type BloomreachOptions, bloomreachStub } from "../support/bloomreach-client.ts";
import { type BloomreachVendor, type BloomreachVendorOptions, startBloomreach } from "../support/bloomreach-vendor.ts";
import { launchChromium } from "../support/browser-launch.ts";
import { startInternet } from "../support/internet.ts";
import { PATIENCE } from "../support/vendor-events.ts";

// The client is our own, since Bloomreach's SDK is not on npm: test/support/bloomreach-client.ts says what it does of the SDK.

/** A shop with Bloomreach at a domain of its own, one visitor in Chromium, and the vendor behind it. */
export interface Shop {
  readonly origin: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly vendor: BloomreachVendor;
  /** Goes to a page of the shop. `/plain` is one without any script. */
  visit(path: string): Promise<void>;
  /** From now on with `disabled: true`. */
  switchOff(): void;
  /** What the browser was answered for this path of the shop's, in the order of its requests; undefined: nothing yet. */
  answers(path: string): readonly (number | undefined)[];
  /** The values of all cookies of a name. */
  cookies(name: string): Promise<readonly string[]>;
  /** What tracking prevention does: the cookies that script wrote are gone. On a page without script, which could write them again. */
  loseScriptCookies(): Promise<void>;
  /** How many commands the client still has to send; undefined until it is there. */
  held(): Promise<number | undefined>;
  /** Calls the client. */
  call(method: "track" | "identify" | "anonymize", ...args: readonly string[]): Promise<void>;
}

interface ShopOptions extends Pick<Config, "consent">, BloomreachVendorOptions {
  /** The site's domain in place of `shop1.example`; no two tests may have the same. */
  readonly domain?: string | undefined;
  /** Whether pages load restore.js before anything else. Default false. */
  readonly hasRestoreScript?: boolean;
  readonly experiments?: boolean;
  readonly client?: Partial<BloomreachOptions>;
  readonly context?: BrowserContextOptions;
  /** Files of the site's own, as scripts. */
  readonly files?: Readonly<Record<string, string>>;
}

let count = 0;

export const test = base
  .extend("internet", { scope: "file" }, async ({}, { onCleanup }) => {
    const internet = await startInternet();
    onCleanup(() => internet.close());
    return internet;
  })
  .extend("browser", { scope: "file" }, async ({ internet }, { onCleanup }): Promise<Browser | string> => {
    const browser = await launchChromium(internet.chromiumArguments);
    if (typeof browser === "string") console.warn(`\nSKIPPED, Bloomreach in Chromium: ${browser}\n`);
    else onCleanup(() => browser.close());
    return browser;
  })
  .extend("closing", async ({}, { onCleanup }) => {
    const closing: (() => Promise<void>)[] = [];
    onCleanup(async () => {
      for (const close of closing) await close();
    });
    return closing;
  })
  .extend("openShop", async ({ internet, browser, closing, skip }) => {
    if (typeof browser === "string") return skip(browser);
    return async ({ experiments = false, files = {}, ...options }: ShopOptions = {}): Promise<Shop> => {
      const domain = options.domain ?? `shop${++count}.example`;
      const host = `www.${domain}`;
      const origin = `https://${host}`;
      const vendor = await startBloomreach(options);
      const vendors = [bloomreach({ projectTokens: ["PROJ"], hosts: { api: vendor.url } })];
      const config: Config = { vendors, cookieDomains: [domain], consent: options.consent };
      const listeners = [false, true].map((disabled) => toNode(createFirstParty({ ...config, disabled })));
      let isOff = false;
      const stub = bloomreachStub({ target: `${origin}/br`, token: "PROJ", ...options.client }, { experiments });
      internet.serve(host, (incoming, outgoing) => {
        const path = incoming.url ?? "";
        if (path.startsWith("/br/")) return void listeners[Number(isOff)]?.(incoming, outgoing);
        const file = files[path];
        outgoing.writeHead(200, { "content-type": file === undefined ? "text/html" : "text/javascript" });
        const restore = options.hasRestoreScript ? '<script src="/br/restore.js"></script>' : "";
        const script = path === "/plain" ? "" : `${restore}<script>${stub}</script>`;
        outgoing.end(file ?? `<!doctype html><link rel="icon" href="data:,"><title>Shop</title>${script}`);
      });
      const context = await browser.newContext(options.context);
      closing.push(async () => {
        await context.close();
        await vendor.stop();
      });
      const page = await context.newPage();
      return {
        origin,
        page,
        context,
        vendor,
        switchOff: () => void (isOff = true),
        visit: async (path) => void (await page.goto(origin + path)),
        answers: (path) =>
          internet.log.filter((request) => request.host === host && request.path === path).map(({ status }) => status),
        cookies: async (name) =>
          (await context.cookies(origin)).filter((cookie) => cookie.name === name).map(({ value }) => value),
        async loseScriptCookies() {
          await page.goto(`${origin}/plain`);
          await context.clearCookies({ name: /^__exponea/ });
        },
        held: () => page.evaluate(heldInPage),
        call: (method, ...args) => page.evaluate(callInPage, { method, args }),
      };
    };
  });

/** Waits until the vendor has taken so many commands of a name. */
export async function untilTaken({ vendor }: Shop, name: string, times: number): Promise<void> {
  await expect.poll(() => vendor.commands(name).length, { ...PATIENCE, message: name }).toBe(times);
}

function heldInPage(): number | undefined {
  return (window as unknown as { exponea?: BloomreachGlobal }).exponea?.testClient?.held;
}

function callInPage({
  method,
  args,
}: {
  readonly method: "track" | "identify" | "anonymize";
  readonly args: readonly string[];
}): void {
  const { exponea } = window as unknown as { exponea: Record<string, (...given: readonly string[]) => void> };
  exponea[method]?.(...args);
}
