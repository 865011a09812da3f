import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";
import Grid, { journeysSum } from "./grid.ts";

// npm run browsers [-- [--runs N] [chromium|firefox|webkit …]]: all of this folder in every engine that is here, or in those that are
// named, and N random lives in Chromium. npm run journeys [-- …]: without random lives, and without other platforms than Node.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string" }, journeys: { type: "boolean", default: false } },
});
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
  {
    watch: false,
    ...(values.journeys && {
      exclude: ["test/browser/*-lives-*", "test/browser/platforms.test.ts"],
      reporters: ["default", new Grid({ sums: [journeysSum] })],
    }),
  },
);
await vitest.close();
