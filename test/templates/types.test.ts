import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { installPacked } from "../support/packed.ts";
import { NO_PLATFORMS, platformModules, platformTool } from "../support/platform-tool.ts";
import { copyTemplate } from "../support/templates.ts";
import { PATIENT } from "./walk.ts";

const root = join(import.meta.dirname, "../..");

/** As a strict user has it. */
const OPTIONS = {
  target: "es2023",
  lib: ["es2023", "dom", "dom.iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  jsx: "react-jsx",
  types: ["node"],
  strict: true,
  noUnusedLocals: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

const isInstalled = platformTool("@types/react") !== undefined;
if (!isInstalled) console.warn(`\nSKIPPED, the types of the templates: ${NO_PLATFORMS.missing}\n`);

test.skipIf(!isInstalled && process.env["REQUIRE_PLATFORMS"] !== "1")(
  "the TypeScript of the templates is right, by the packed package's types and the frameworks' own",
  { timeout: PATIENT },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "firstparty-types-"));
    try {
      // All at once, which is many times as quick; CDK's is looked at with its own.
      await copyTemplate("", join(folder, "templates"));
      await installPacked(folder);
      for (const name of await readdir(platformModules)) {
        // What the package has brought is there already.
        if (!name.startsWith("."))
          await symlink(join(platformModules, name), join(folder, "node_modules", name)).catch(() => {});
      }
      const exclude = ["**/node_modules", "templates/aws"];
      await writeFile(
        join(folder, "tsconfig.json"),
        JSON.stringify({ compilerOptions: OPTIONS, include: ["templates"], exclude }),
      );
      const { stdout } = await promisify(execFile)(join(root, "node_modules/.bin/tsc"), ["-p", folder]).catch(
        (error: { stdout: string }) => error,
      );
      expect(stdout).toBe("");
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
