import { existsSync } from "node:fs";
import { firefox } from "playwright-core";
import type { Internet } from "../../support/internet.ts";
import type { Engine } from "./engine.ts";
import { playwrightEngine } from "./playwright-engine.ts";

const PROGRAM = "/usr/bin/firefox-esr";

/** Debian's Firefox ESR, as it is, with its tracking protection as a user can set it. */
export async function startFirefox(internet: Internet, protection: "standard" | "strict"): Promise<Engine | string> {
  if (!existsSync(PROGRAM)) return `${PROGRAM} is not there (apt-get install firefox-esr)`;
  const proxy = new URL(internet.proxy);
  const browser = await firefox.launch({
    // Stock Firefox over WebDriver BiDi; Playwright's own builds are another matter, and not to be had from npm.
    channel: "moz-firefox",
    executablePath: PROGRAM,
    firefoxUserPrefs: {
      "browser.contentblocking.category": protection,
      // Playwright's own proxy option does not reach Firefox on this way (1.64.1).
      "network.proxy.type": 1,
      "network.proxy.http": proxy.hostname,
      "network.proxy.http_port": Number(proxy.port),
      "network.proxy.ssl": proxy.hostname,
      "network.proxy.ssl_port": Number(proxy.port),
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
    },
  });
  return playwrightEngine(browser, { ignoreHTTPSErrors: true });
}
