import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

// npm run browsers [-- [--runs N] [chromium|firefox|webkit …]]: the journeys in every engine that is here, or in those that are named,
// and N random lives in Chromium.
const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: "string" } } });
if (values.runs !== undefined) {
  if (!/^[1-9]\d*$/.test(values.runs)) {
    console.error(`browsers: --runs takes a whole number (got ${JSON.stringify(values.runs)})`);
    process.exit(2);
  }
  process.env["BROWSER_LIFE_RUNS"] = values.runs;
}
const files = positionals.length === 0 ? [""] : positionals;
const vitest = await startVitest(
  "test",
  files.map((file) => `test/browser/${file}`),
  { watch: false },
);
await vitest.close();
