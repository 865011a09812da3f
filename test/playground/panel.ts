import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { launchChromium } from "../support/browser-launch.ts";
import { startDev } from "../support/serve-process.ts";

/** Generous: two cores are shared with whatever else is tested. Nothing waits for it to pass. */
export const PATIENCE = { timeout: 30_000, interval: 50 };

/** The playground's page in a browser of its own, as a visitor sees and uses it. */
export interface Panel {
  readonly page: Page;
  /** Everything that the browser has asked for. */
  readonly asked: readonly URL[];
  press(button: "Identify" | "Track" | "Log out" | "8 days pass"): Promise<void>;
  choose(setUp: "Plain" | "Vendor’s sample" | "firstparty"): Promise<void>;
  breakIt(): Promise<void>;
  /** Waits for this to be said of the last act, and resolves with all that is. */
  untilSaid(words: string): Promise<string>;
  /** What each cell of a lane says, from the first moment to the last. */
  lane(name: string): Promise<string[]>;
  /** What a lane's head says of the time that is left. */
  clock(name: string): Promise<string>;
  /** The cookie's value as script and as the server sees it. */
  inJar(cookie: string): Promise<string[]>;
  /** The newest event, opened: what reached the vendor, what stayed. */
  newestEvent(): Promise<{ readonly summary: string; readonly reached: string[]; readonly stayed: string[] }>;
}

export interface PanelOptions {
  readonly host?: "localhost" | "127.0.0.1";
  readonly port?: number;
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
}

async function openPanel(context: BrowserContext, url: string): Promise<Panel> {
  const page = await context.newPage();
  const asked: URL[] = [];
  page.on("request", (request) => void asked.push(new URL(request.url())));
  const complaints: string[] = [];
  page.on("pageerror", (error) => void complaints.push(error.message));
  await page.goto(url);

  const texts = async (found: Locator) =>
    (await found.allTextContents()).map((each) => each.replaceAll(/\s+/g, " ").trim());
  const row = (table: string, header: string) =>
    page.locator(`${table} tbody tr`).filter({ has: page.locator("th code", { hasText: new RegExp(`^${header}$`) }) });

  /** Meanwhile the buttons do nothing. */
  const untilDone = () => page.locator('.controls [aria-disabled="true"]').first().waitFor({ state: "detached" });

  const panel: Panel = {
    page,
    asked,
    async press(button) {
      await untilDone();
      await page.locator(".controls button", { has: page.getByText(button, { exact: true }) }).click();
    },
    async choose(setUp) {
      await page.getByLabel("Set-up").selectOption({ label: setUp });
      await untilDone();
    },
    breakIt: () => page.getByRole("switch", { name: "Break it" }).click(),
    async untilSaid(words) {
      const said = async () => (await page.locator(".verdict").innerText()) + complaints.join("; ");
      await expect.poll(said, PATIENCE).toContain(words);
      return said();
    },
    lane: (name) => texts(row(".timeline", name).locator("td")),
    clock: (name) => row(".timeline", name).locator("th .clock").innerText(),
    inJar: (cookie) => texts(row(".jar", cookie).locator("td")),
    async newestEvent() {
      const event = page.locator("details").first();
      await event.locator("summary").click();
      const [reached = [], stayed = []] = await Promise.all(
        [0, 1].map((side) => texts(event.locator(".sides > div").nth(side).locator("dt"))),
      );
      return { summary: (await texts(event.locator("summary")))[0] ?? "", reached, stayed };
    },
  };
  await panel.untilSaid("A visitor has come to the shop.");
  await untilDone();
  return panel;
}

/** The tests of a file share a browser and a playground; each panel is a browser session of its own. */
export const test = base
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }): Promise<Browser | string> => {
    const browser = await launchChromium([]);
    if (typeof browser === "string") console.warn(`\nSKIPPED, the playground's tests: ${browser}\n`);
    else onCleanup(() => browser.close());
    return browser;
  })
  .extend("port", { scope: "file" }, async ({}, { onCleanup }): Promise<number> => {
    const playground = await startDev(["--port", "0"]);
    onCleanup(async () => void (await playground.stop()));
    return playground.port;
  })
  .extend("openPanel", async ({ browser, port, skip }, { onCleanup }) => {
    if (typeof browser === "string") return skip(browser);
    const contexts: BrowserContext[] = [];
    onCleanup(async () => {
      for (const context of contexts) await context.close();
    });
    return async (options: PanelOptions = {}): Promise<Panel> => {
      const { width = 1280, colorScheme = "light" } = options;
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      contexts.push(context);
      return openPanel(context, `http://${options.host ?? "localhost"}:${options.port ?? port}/`);
    };
  });
