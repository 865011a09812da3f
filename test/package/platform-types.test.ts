import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "test/platforms/types");
const isInstalled = existsSync(join(root, "test/platforms/node_modules"));
if (!isInstalled) console.warn("\nSKIPPED, the platforms' types: run npm install in test/platforms\n");

// A program each: the globals of one platform clash with those of another. What is checked is dist, as a user's own program sees it.
test.skipIf(!isInstalled && process.env["REQUIRE_PLATFORMS"] !== "1").concurrent.each(readdirSync(folder))(
  "%s: what the adapters return is what the platform's own types ask for",
  async (platform) => {
    const tsc = promisify(execFile)(join(root, "node_modules/.bin/tsc"), ["-p", join(folder, platform)]);
    expect(
      await tsc.then(
        () => "",
        ({ stdout }: { readonly stdout: string }) => stdout,
      ),
    ).toBe("");
  },
  90_000,
);
