import { defineConfig } from "tsup";

const library = {
  index: "core/index.ts",
  "aws-lambda": "adapters/aws-lambda.ts",
  bun: "adapters/bun.ts",
  cloudflare: "adapters/cloudflare.ts",
  deno: "adapters/deno.ts",
  "lambda-edge": "adapters/lambda-edge.ts",
  netlify: "adapters/netlify.ts",
  node: "adapters/node.ts",
  vercel: "adapters/vercel.ts",
  "consent-tcf": "consent/tcf.ts",
  server: "server/index.ts",
};

/** The playground's pages: whole files for a browser, nothing beside them. */
const page = {
  outDir: "dist/playground",
  format: "iife",
  outExtension: () => ({ js: ".js" }),
  target: "es2023",
  platform: "browser",
  minify: true,
} as const;

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
    external: [/^node:/, "undici", "itty-router", "@iabtechlabtcf/core", "firstparty"],
    clean: ["**/*", "!playground/**"],
  },
  {
    ...page,
    entry: { panel: "cli/dev/panel/panel.tsx" },
    banner: { js: "/*! with Preact, (c) 2015-present Jason Miller, MIT License */" },
    esbuildOptions(options) {
      const jsx = { jsx: "transform", jsxFactory: "h", jsxFragment: "Fragment", inject: ["cli/dev/panel/jsx.ts"] };
      // What tsconfig.json says of JSX would win.
      Object.assign(options, { charset: "utf8", tsconfig: undefined, tsconfigRaw: {}, ...jsx });
    },
    clean: ["!{shop,watch}.*"],
  },
  {
    ...page,
    entry: { shop: "cli/dev/shop/shop.ts", watch: "cli/dev/shop/watch.ts" },
    clean: ["!panel.*"],
  },
]);
