// Makes the pictures of the playground in docs/images anew: npm run screenshots
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../test/support/browser-launch.ts";
import { startDev } from "../test/support/serve-process.ts";

interface Picture {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: "light" | "dark";
  /** From the shop's opening to what the picture shows. */
  tell(page: Page): Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { file: "playground.png", width: 1280, height: 600, colorScheme: "light", tell: eightDaysPass },
  { file: "playground-dark.png", width: 1280, height: 600, colorScheme: "dark", tell: eightDaysPass },
  { file: "playground-phone.png", width: 390, height: 844, colorScheme: "light", tell: eightDaysPass },
  { file: "playground-break-it.png", width: 1280, height: 562, colorScheme: "light", tell: breakIt },
];

async function eightDaysPass(page: Page): Promise<void> {
  await press(page, "Identify");
  await untilSaid(page, "Received");
  await untilLane(page, "htjs_user_id_srvr", "ann");
  await press(page, "8 days pass");
  await untilSaid(page, "Same person");
  await untilLane(page, "htjs_anonymous_id", "dropped.*by the server.*by script");
}

async function breakIt(page: Page): Promise<void> {
  await page.getByRole("switch").click();
  await untilSaid(page, "Played");
}

async function press(page: Page, button: string): Promise<void> {
  await page.locator('.controls [aria-disabled="true"]').first().waitFor({ state: "detached" });
  await page.locator(".controls button", { has: page.getByText(button, { exact: true }) }).click();
  // Out of the way, so that nothing is in its hover state.
  await page.mouse.move(0, 0);
}

const untilSaid = (page: Page, words: string) => page.locator(".verdict", { hasText: words }).waitFor();

function untilLane(page: Page, name: string, words: string): Promise<void> {
  const header = page.locator("th code", { hasText: new RegExp(`^${name}$`) });
  return page
    .locator(".timeline tr", { has: header })
    .filter({ hasText: new RegExp(words) })
    .waitFor();
}

async function take(browser: Browser, url: string, { file, width, height, colorScheme, tell }: Picture): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  await page.goto(url);
  await untilSaid(page, "A visitor has come");
  await tell(page);
  await page.screenshot({ path: join(folder, file), animations: "disabled" });
  await context.close();
  console.log(`docs/images/${file}`);
}

const folder = join(import.meta.dirname, "../docs/images");
await mkdir(folder, { recursive: true });
const browser = await launchChromium([]);
if (typeof browser === "string") throw new Error(browser);
const playground = await startDev(["--port", "0"]);
try {
  for (const picture of PICTURES) await take(browser, `http://localhost:${playground.port}/`, picture);
} finally {
  await browser.close();
  await playground.stop();
}
