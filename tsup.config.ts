import { defineConfig } from "tsup";

const library = {
  index: "core/index.ts",
  bun: "adapters/bun.ts",
  deno: "adapters/deno.ts",
  node: "adapters/node.ts",
  server: "server/index.ts",
};

export default defineConfig([
  {
    entry: { ...library, "cli/firstparty": "cli/firstparty.ts" },
    dts: { entry: library },
    format: "esm",
    target: "es2023",
    platform: "neutral",
    // What server and cli share with core is one chunk; adapters take a handler and never bring a core of their own.
    splitting: true,
    // Deno wants `node:`, which tsup takes away by default.
    removeNodeProtocol: false,
    external: [/^node:/, "undici", "itty-router", "firstparty"],
    clean: ["**/*", "!playground/**"],
  },
  {
    // The playground's pages: whole files for a browser, nothing beside them.
    entry: {
      panel: "cli/dev/panel/panel.tsx",
      shop: "cli/dev/shop/shop.ts",
      watch: "cli/dev/shop/watch.ts",
    },
    outDir: "dist/playground",
    format: "iife",
    outExtension: () => ({ js: ".js" }),
    target: "es2023",
    platform: "browser",
    minify: true,
    banner: { js: "/*! with Preact, (c) 2015-present Jason Miller, MIT License */" },
    clean: true,
  },
]);
