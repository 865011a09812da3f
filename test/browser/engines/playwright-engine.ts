import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { Engine, Profile, Tab } from "./engine.ts";

/** An engine that Playwright drives. */
export function playwrightEngine(browser: Browser, options: BrowserContextOptions = {}): Engine {
  return {
    version: browser.version(),
    scriptCookieDays: 400,
    revalidatesForOthers: true,
    openProfile: async () => profileOf(await browser.newContext(options)),
    close: () => browser.close(),
  };
}

function profileOf(context: BrowserContext): Profile {
  return {
    openTab: async () => tabOf(await context.newPage(), context),
    close: () => context.close(),
  };
}

function tabOf(page: Page, context: BrowserContext): Tab {
  return {
    goto: async (url) => void (await page.goto(url)),
    url: async () => page.url(),
    // Playwright's own type wants to know what JSON makes of the argument.
    evaluate: (run, argument) => page.evaluate(run as (argument: unknown) => never, argument),
    click: (text) => page.click(`text='${text}'`),
    async cookies() {
      // Firefox goes on listing a cookie for a while after an answer has expired it, in whole seconds; it is not sent any more.
      const soon = Date.now() / 1_000 + 1;
      return (await context.cookies(page.url())).filter(({ expires }) => expires === -1 || expires > soon);
    },
    close: () => page.close(),
  };
}
