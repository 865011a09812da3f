import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    // In process the table runs the sources; the real runtimes run dist.
    alias: [
      { find: /^firstparty$/, replacement: join(import.meta.dirname, "core/index.ts") },
      { find: /^firstparty\/consent-tcf$/, replacement: join(import.meta.dirname, "consent/tcf.ts") },
      { find: /^firstparty\/(?!package)(.*)$/, replacement: join(import.meta.dirname, "adapters/$1.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    // On two cores: most of the time the tests wait, for vendors that are late on purpose and for browsers.
    maxWorkers: 4,
    // The lanes of the parity table.
    maxConcurrency: 6,
    testTimeout: 20_000,
    // One test asked for by name is not to be looked for among hundreds that were not.
    hideSkippedTests: true,
    reporters: [
      "default",
      "./test/browser/grid.ts",
      "./test/parity/grid.ts",
      "./test/templates/template-line.ts",
      "./test/support/failures.ts",
    ],
  },
});
