import type { Internet } from "../../support/internet.ts";
import { launchChromium } from "../../support/browser-launch.ts";
import type { Engine } from "./engine.ts";
import { playwrightEngine } from "./playwright-engine.ts";

export async function startChromium(internet: Internet): Promise<Engine | string> {
  const browser = await launchChromium(internet.chromiumArguments);
  return typeof browser === "string" ? browser : playwrightEngine(browser);
}
