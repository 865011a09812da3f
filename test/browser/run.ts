import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

// npm run browsers [-- --runs N]: the journeys in every engine that is here, and N random lives in Chromium.
const { values } = parseArgs({ options: { runs: { type: "string" } } });
if (values.runs !== undefined) {
  if (!/^[1-9]\d*$/.test(values.runs)) {
    console.error(`browsers: --runs takes a whole number (got ${JSON.stringify(values.runs)})`);
    process.exit(2);
  }
  process.env["BROWSER_LIFE_RUNS"] = values.runs;
}
const vitest = await startVitest("test", ["test/browser/"], { watch: false });
await vitest.close();
