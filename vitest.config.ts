import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Two cores: the runtimes under test need one of them.
    maxWorkers: 2,
    testTimeout: 20_000,
    reporters: ["default", "./test/browser/grid.ts"],
  },
});
