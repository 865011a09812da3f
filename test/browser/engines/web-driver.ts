import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../support/closed-port.ts";
import type { StoredCookie, Tab } from "./engine.ts";

/** A browser under W3C WebDriver (https://www.w3.org/TR/webdriver2/): one driver process, one session, one browser. */
export interface WebDriverSession {
  openTab(): Promise<Tab>;
  close(): Promise<void>;
}

/** Cookies as "Get All Cookies" answers them. */
interface WireCookie extends Omit<StoredCookie, "expires" | "sameSite"> {
  readonly expiry?: number;
}

/** A browser that does not move, as apart from one that says no. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** A command takes a tenth of a second. */
const PATIENCE_MS = 15_000;

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export async function startWebDriver(
  program: string,
  env: NodeJS.ProcessEnv,
  capabilities: object,
): Promise<WebDriverSession> {
  const port = await freePort();
  const driver = spawn(program, ["--host=127.0.0.1", `--port=${port}`], {
    env,
    // A group of its own, to be ended as one: a browser that hangs outlives its driver, and would hold our output open.
    detached: true,
    stdio: "ignore",
  });
  const ask = async <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((cause: unknown) => {
      throw new NoAnswer(`WebDriver ${method} ${path}: no answer within ${PATIENCE_MS} ms`, { cause });
    });
    const { value } = (await response.json()) as { value: T };
    if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };

  try {
    await untilUp(driver, () => ask("GET", "/status"));
    const { sessionId } = await ask<{ sessionId: string }>("POST", "/session", {
      capabilities: { alwaysMatch: capabilities },
    });
    // A browser that has come up can still be one that does not move.
    await ask("POST", `/session/${sessionId}/url`, { url: "about:blank" });
    const [first] = await ask<string[]>("GET", `/session/${sessionId}/window/handles`);
    let unused = first;
    // A command goes to the session's current window: two commands of two tabs must not come between each other.
    let turn: Promise<unknown> = Promise.resolve();
    const inWindow = <T>(
      handle: string,
      method: "GET" | "POST" | "DELETE",
      path: string,
      body?: object,
    ): Promise<T> => {
      const result = turn.then(async () => {
        await ask("POST", `/session/${sessionId}/window`, { handle });
        return ask<T>(method, `/session/${sessionId}${path}`, body);
      });
      turn = result.catch(() => {});
      return result;
    };
    return {
      async openTab() {
        const handle =
          unused ?? (await ask<{ handle: string }>("POST", `/session/${sessionId}/window/new`, { type: "tab" })).handle;
        unused = undefined;
        return tabOf((...command) => inWindow(handle, ...command));
      },
      async close() {
        try {
          await ask("DELETE", `/session/${sessionId}`);
        } catch (error) {
          await killGroup(driver);
          throw error;
        }
        // Not the group: the browser is still writing down its cookies.
        driver.kill();
        if (driver.exitCode === null && driver.signalCode === null) await once(driver, "exit");
      },
    };
  } catch (error) {
    await killGroup(driver);
    throw error;
  }
}

function tabOf(ask: <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object) => Promise<T>): Tab {
  return {
    goto: (url) => ask("POST", "/url", { url }),
    url: () => ask("GET", "/url"),
    async evaluate(run, argument) {
      const script = `const done = arguments[arguments.length - 1];
        Promise.resolve(arguments[0]).then(${run.toString()}).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const answer = await ask<{ value?: unknown; error?: string }>("POST", "/execute/async", {
        script,
        args: [argument ?? null],
      });
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value as never;
    },
    async click(text) {
      const element = await ask<Record<typeof ELEMENT, string>>("POST", "/element", {
        using: "link text",
        value: text,
      });
      await ask("POST", `/element/${element[ELEMENT]}/click`, {});
    },
    async cookies() {
      const cookies = await ask<WireCookie[]>("GET", "/cookie");
      return cookies.map(({ expiry, ...cookie }) => ({ ...cookie, sameSite: undefined, expires: expiry ?? -1 }));
    },
    close: () => ask("DELETE", "/window"),
  };
}

async function untilUp(driver: ChildProcess, isUp: () => Promise<unknown>): Promise<void> {
  const giveUp = AbortSignal.timeout(30_000);
  for (;;) {
    giveUp.throwIfAborted();
    if (driver.exitCode !== null) throw new Error(`the driver ended with ${driver.exitCode}`);
    try {
      await isUp();
      return;
    } catch {
      await sleep(20);
    }
  }
}

/** WebDriver's end does not end a browser that it has lost. */
async function killGroup(driver: ChildProcess): Promise<void> {
  const isOver = driver.exitCode !== null || driver.signalCode !== null;
  const over = isOver ? Promise.resolve() : once(driver, "exit");
  try {
    if (driver.pid !== undefined) process.kill(-driver.pid, "SIGKILL");
  } catch {
    // None of it is left.
  }
  await over;
}
