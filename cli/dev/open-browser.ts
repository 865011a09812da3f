import { spawn } from "node:child_process";
import { platform } from "node:process";

/** What opens an address, by platform; elsewhere it is xdg-open. `start` takes its first quoted word for a window title. */
const OPENERS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", '""'],
};

/** Opens the default browser. Resolves with why not where that fails, and never rejects: the page can be opened by hand. */
export function openBrowser(url: string): Promise<string | undefined> {
  const [program, ...args] = OPENERS[platform] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const opener = spawn(program, [...args, url], {
      stdio: "ignore",
      detached: true,
      windowsVerbatimArguments: true,
    });
    opener.once("error", () => resolve(`${program} is not there`));
    opener.once("exit", (code) => resolve(code === 0 ? undefined : `${program} ended with ${code}`));
    // A browser that stays in the foreground of its opener keeps neither of us.
    opener.unref();
  });
}
