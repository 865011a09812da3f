import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error.ts";

const SDK = "@ht-sdks/events-sdk-js-browser";

/** Where npm put the script files of Hightouch's browser SDK: beside firstparty, or in the project that `from` is in. */
export function sdkFolder(from = process.cwd()): string {
  for (const place of [import.meta.url, join(from, "package.json")]) {
    try {
      return join(dirname(createRequire(place).resolve(`${SDK}/package.json`)), "dist/umd");
    } catch {
      // Not installed there.
    }
  }
  throw new UsageError(
    `dev serves Hightouch's real SDK, which is not installed here: npm install --save-dev ${SDK}, then start it again`,
  );
}
