import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Two cores: the runtimes under test need one of them.
    maxWorkers: 2,
    testTimeout: 20_000,
    // One test asked for by name is not to be looked for among hundreds that were not.
    hideSkippedTests: true,
    reporters: ["default", "./test/browser/grid.ts"],
  },
});
