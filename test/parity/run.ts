import { startVitest } from "vitest/node";

// npm run parity [-- file …]: the whole table with its grid, or the targets in test/parity/<file>.test.ts.
process.env["PARITY_GRID"] = "full";
const files = process.argv.length === 2 ? [""] : process.argv.slice(2);
const vitest = await startVitest(
  "test",
  files.map((file) => `test/parity/${file}`),
  { watch: false, reporters: ["dot", "./test/parity/grid.ts"] },
);
await vitest.close();
