import { startVitest } from "vitest/node";

// npm run templates [-- name …]: every deploy template by its README, or those of test/templates/<name>.test.ts.
const files = process.argv.length === 2 ? [""] : process.argv.slice(2);
const vitest = await startVitest(
  "test",
  files.map((file) => `test/templates/${file}`),
  { watch: false, reporters: ["default", "./test/support/failures.ts", "./test/templates/template-line.ts"] },
);
await vitest.close();
