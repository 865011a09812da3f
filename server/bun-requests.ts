/** What Bun reads when it starts, and the most that it takes. */
const LIMIT = "BUN_CONFIG_MAX_HTTP_REQUESTS";
const MOST = "65535";

/**
 * Bun asks 256 things at once, of all hosts together, where its environment says no other number as it starts (1.4.5); the next waits until
 * one has come to its end. A client that does not read its script holds one of them, and so 256 such clients would stop everybody. Begins
 * this process anew with more, under the same id. Does nothing on other runtimes, where the operator has said a number, in a compiled
 * program, and where a process cannot be replaced (Windows).
 */
export function liftBunsLimit(): void {
  const { execve, execPath, execArgv, argv, env, platform } = process;
  if (!("Bun" in globalThis) || env[LIMIT] !== undefined || execve === undefined || platform === "win32") return;
  if (argv[1]?.startsWith("/$bunfs/")) return;
  execve.call(process, execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, [LIMIT]: MOST });
}
