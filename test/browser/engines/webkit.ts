import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import type { Internet } from "../../support/internet.ts";
import { startDisplay } from "./display.ts";
import type { Engine, Profile, Tab } from "./engine.ts";
import { NoAnswer, startWebDriver, type WebDriverSession } from "./web-driver.ts";

/** WebKit's visitor, whose time and whose tracking prevention can be set. */
export interface WebKitProfile extends Profile {
  /** The visitor closes the browser, and opens it again so many days after today. The tabs of before are gone. */
  reopen(daysFromNow: number): Promise<Tab>;
  /** ITP takes the domain for one that tracks across sites, as weeks of browsing teach it. Closes the browser, and opens it again. */
  classify(domain: string): Promise<Tab>;
}

const PROGRAM = join(import.meta.dirname, "webkit-program.py");
const DEBIAN_PACKAGES = "webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb faketime";

/** WebKitGTK, the port of Safari's engine for Linux. It is not Safari: docs/how-browsers-treat-your-cookies.md. */
export async function startWebKit(internet: Internet, itp: "on" | "off"): Promise<Engine<WebKitProfile> | string> {
  const version = await installedVersion();
  if (version === undefined) return `WebKitGTK is not there (apt-get install ${DEBIAN_PACKAGES})`;
  const display = await startDisplay();
  const folder = await mkdtemp(join(tmpdir(), "firstparty-webkit-"));
  let profiles = 0;
  return {
    version,
    scriptCookieDays: itp === "on" ? 7 : Number.POSITIVE_INFINITY,
    revalidatesForOthers: false,
    openProfile: () => openProfile(join(folder, `${++profiles}`), internet, display.name, itp),
    async close() {
      display.close();
      // WebKit's processes may still be writing when the browser is gone.
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function installedVersion(): Promise<string | undefined> {
  for (const program of ["WebKitWebDriver", "Xvfb", "faketime"])
    if (!existsSync(`/usr/bin/${program}`)) return undefined;
  const ask =
    'import gi; gi.require_version("WebKit2", "4.1"); from gi.repository import WebKit2 as w; print(w.get_major_version(), w.get_minor_version(), w.get_micro_version(), sep=".")';
  try {
    return (await promisify(execFile)("/usr/bin/python3", ["-c", ask])).stdout.trim();
  } catch {
    return undefined;
  }
}

async function openProfile(
  folder: string,
  internet: Internet,
  display: string,
  itp: "on" | "off",
): Promise<WebKitProfile> {
  await mkdir(folder);
  const start = async (daysFromNow: number): Promise<WebDriverSession> => {
    const program = join(folder, "browser.sh");
    await writeFile(program, startScript(daysFromNow));
    await chmod(program, 0o755);
    const args = ["--profile", folder, "--proxy", internet.proxy, ...(itp === "off" ? ["--itp-off"] : [])];
    const capabilities = { acceptInsecureCerts: true, "webkitgtk:browserOptions": { binary: program, args } };
    for (let attempt = 1; ; attempt++) {
      try {
        return await startWebDriver("WebKitWebDriver", { ...process.env, DISPLAY: display }, capabilities);
      } catch (error) {
        // Under faketime its processes waited for one another for ever, once in some 150 starts. A start is no part of a story.
        if (attempt === 3 || !(error instanceof NoAnswer)) throw error;
      }
    }
  };
  let session = await start(0);
  const profile: WebKitProfile = {
    openTab: () => session.openTab(),
    async reopen(daysFromNow) {
      await session.close();
      session = await start(daysFromNow);
      return session.openTab();
    },
    async classify(domain) {
      await session.close();
      markPrevalent(join(folder, "data/itp/observations.db"), domain);
      session = await start(0);
      return session.openTab();
    },
    close: () => session.close(),
  };
  return profile;
}

/** Only the browser and its processes live in the future. Their monotonic clock stays: time-outs are none of its business. */
function startScript(daysFromNow: number): string {
  const clock = daysFromNow === 0 ? "" : `FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f +${daysFromNow}d `;
  return `#!/bin/sh\n${clock === "" ? "exec " : `exec env ${clock}`}"${PROGRAM}" "$@"\n`;
}

/** Waits for the browser, which may still be closing the file. Writes what ITP's own classifier would: a row with isPrevalent, and nothing else known of the domain. */
function markPrevalent(file: string, domain: string): void {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    const columns = database.prepare("PRAGMA table_info(ObservedDomains)").all() as { name: string }[];
    const row: Record<string, string | number | null> = Object.fromEntries(columns.map(({ name }) => [name, 0]));
    Object.assign(row, { domainID: null, registrableDomain: domain, isPrevalent: 1, lastSeen: 1 });
    database.prepare("DELETE FROM ObservedDomains WHERE registrableDomain = ?").run(domain);
    const names = Object.keys(row);
    database
      .prepare(`INSERT INTO ObservedDomains (${names.join()}) VALUES (${names.map(() => "?").join()})`)
      .run(...Object.values(row));
  } finally {
    database.close();
  }
}
