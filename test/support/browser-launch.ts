import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

/** A browser to start: where its program is, and the environment that it needs. */
interface Candidate {
  readonly name: string;
  prepare(): Promise<{ readonly executablePath: string; readonly env?: Record<string, string> } | undefined>;
}

const DEBIAN = "/usr/bin/chromium";

const CANDIDATES: readonly Candidate[] = [
  { name: "debian", prepare: async () => (existsSync(DEBIAN) ? { executablePath: DEBIAN } : undefined) },
  { name: "npm", prepare: unpackFromNpm },
];

/** Chromium refuses its sandbox to root, which most containers run as. */
const ARGS = ["--no-sandbox", "--disable-gpu"];

/**
 * Starts Chromium: Debian's where it is installed, else the one of @sparticuz/chromium. TEST_CHROMIUM=debian or =npm asks for
 * one of them. Resolves with the reason where none starts; with REQUIRE_BROWSERS=1 it throws instead.
 */
export async function launchChromium(args: readonly string[]): Promise<Browser | string> {
  const wanted = process.env["TEST_CHROMIUM"];
  const reasons: string[] = [];
  for (const { name, prepare } of CANDIDATES) {
    if (wanted !== undefined && wanted !== name) continue;
    try {
      const program = await prepare();
      if (program !== undefined) {
        const { executablePath, env } = program;
        return await chromium.launch({
          executablePath,
          args: [...ARGS, ...args],
          env: { ...process.env, ...env },
        });
      }
      reasons.push(`${name}: not installed`);
    } catch (error) {
      reasons.push(`${name}: ${String(error).split("\n", 4).join(" ")}`);
    }
  }
  const reason = `no Chromium starts here (${reasons.join("; ") || `TEST_CHROMIUM=${wanted} is not known`})`;
  if (process.env["REQUIRE_BROWSERS"] === "1") throw new Error(reason);
  return reason;
}

/**
 * Unpacks the Chromium of npm into node_modules, once. The package by itself unpacks into the shared temporary folder, and runs
 * whatever already lies there, be it half written by a neighbour; here a folder gets its name when it is whole.
 */
async function unpackFromNpm() {
  const packageRoot = join(createRequire(import.meta.url).resolve("@sparticuz/chromium"), "../../..");
  const { version }: { version: string } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8"));
  const folder = join(packageRoot, "../../.cache", `firstparty-chromium-${version}`);
  if (!existsSync(folder)) {
    await mkdir(dirname(folder), { recursive: true });
    const unfinished = await mkdtemp(`${folder}-`);
    try {
      await unpack(packageRoot, unfinished);
      await rename(unfinished, folder);
    } catch (error) {
      await rm(unfinished, { recursive: true });
      // Whoever comes second takes what the first has put there.
      if (!existsSync(folder)) throw error;
    }
  }
  return {
    executablePath: join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: join(folder, "al2023/lib"), FONTCONFIG_PATH: join(folder, "fonts") },
  };
}

async function unpack(packageRoot: string, folder: string): Promise<void> {
  // In a process of its own for the sake of its environment: on what it takes for Lambda it adds NSS, which slim images lack.
  await promisify(execFile)(
    process.execPath,
    ["-e", 'import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())'],
    { cwd: packageRoot, env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" } },
  );
  // Theirs names folders of Lambda; without any font, text has no size and nothing can be clicked.
  await writeFile(
    join(folder, "fonts/fonts.conf"),
    '<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>',
  );
}
