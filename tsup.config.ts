import { mkdir, readFile, writeFile } from "node:fs/promises";
import { defineConfig, type Options } from "tsup";

const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };

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

const RUNTIMES = ["bun", "deno", "node"] as const;

/** What needs `require`: undici is CommonJS, and an ES module has none. Each in words that no bundled module has taken. */
const REQUIRE = `import { createRequire as firstpartyRequire } from "node:module";
const require = firstpartyRequire(import.meta.url);`;
const ENVIRONMENT = `// Lambda@Edge has no environment. \`FIRSTPARTY_VENDORS=… FIRSTPARTY_COOKIE_DOMAINS=… npx firstparty bundle lambda-edge\` writes it here.
const FIRSTPARTY_ENV = {};`;

/** One file for a platform, with all that it needs, configured by its environment. */
function bundle(name: string): Options {
  const own = name === "node" ? REQUIRE : name === "lambda-edge" ? ENVIRONMENT : "";
  return {
    entry: { [name]: `bundles/${name}.ts` },
    outDir: "dist/bundles",
    outExtension: () => ({ js: ".mjs" }),
    format: "esm",
    target: "es2023",
    platform: name === "node" ? "node" : "neutral",
    splitting: false,
    removeNodeProtocol: false,
    noExternal: [/^(?!node:)/],
    banner: {
      js: `/*! firstparty ${version}, MIT License; with itty-router${name === "node" ? " and undici" : ""}, MIT License: LICENSES.txt of dist/bundles */\n${own}`,
    },
    esbuildPlugins: [withoutOtherRuntimes(name)],
    clean: false,
  };
}

/** Each runtime's server is loaded where it exists; the others would be dead weight, undici's megabyte above all. */
function withoutOtherRuntimes(name: string): NonNullable<Options["esbuildPlugins"]>[number] {
  return {
    name: "without-other-runtimes",
    setup(build) {
      const others = RUNTIMES.filter((runtime) => runtime !== name).join("|");
      build.onLoad({ filter: new RegExp(`/listen-(?:${others})\\.ts$`) }, () => ({ contents: "export {};" }));
    },
  };
}

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
    clean: ["**/*", "!playground/**", "!bundles/**"],
    async onSuccess() {
      await mkdir("dist/bundles", { recursive: true });
      const texts = ["itty-router", "undici"].map(
        async (name) => `${name}\n\n${await readFile(`node_modules/${name}/LICENSE`, "utf8")}`,
      );
      await writeFile("dist/bundles/LICENSES.txt", (await Promise.all(texts)).join("\n\n"));
    },
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
  ...["vercel", "netlify", "aws-lambda", "lambda-edge", "cloudflare", ...RUNTIMES].map(bundle),
]);
