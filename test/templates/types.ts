import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const tsc = join(import.meta.dirname, "../../node_modules/.bin/tsc");

/** What tsc says of an installed template, with the settings that docs/platforms.md names. */
export async function typeErrors(folder: string): Promise<string> {
  const config = join(folder, "tsconfig.json");
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    strict: true,
    types: ["*"],
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  await writeFile(config, JSON.stringify({ compilerOptions, include: ["**/*.ts"], exclude: ["node_modules", ".*"] }));
  const { stdout } = await promisify(execFile)(tsc, ["-p", config]).catch((error: { stdout: string }) => error);
  return stdout;
}
