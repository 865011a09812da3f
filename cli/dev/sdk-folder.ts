import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error.ts";

/** Where npm put the script files of Hightouch's browser SDK. Throws a UsageError where it is not installed. */
export function sdkFolder(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve("@ht-sdks/events-sdk-js-browser/package.json");
    return join(dirname(manifest), "dist/umd");
  } catch {
    throw new UsageError(
      "dev runs in a checkout of firstparty only: it serves the real SDK, a development dependency that is not installed here",
    );
  }
}
