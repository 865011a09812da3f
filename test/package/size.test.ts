import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/**
 * Bytes after minifying and gzip, of what a bundler makes of a user's import from dist. Core's was meant to be 8 kB. Consent, privacy, keys, limits
 * and their checks have doubled what it was before them (11.3 kB): on a server that is nothing, and none of it runs where it is not asked for.
 */
const CORE_BYTES = 28_160;
const ADAPTER_BYTES = 2_048;
/** Nearly all of it is IAB Tech Lab's library, which a bundler cannot take apart. */
const CONSENT_TCF_BYTES = 10_240;

const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { exports: Record<string, unknown> };
const adapters = Object.keys(manifest.exports)
  .map((path) => path.slice(2))
  .filter((name) => !["", "server", "consent-tcf", "package.json"].includes(name));

test("core and one vendor keep to their budget", async () => {
  const code = await bundle(
    'import { createFirstParty, hightouch } from "firstparty"; globalThis.made = [createFirstParty, hightouch];',
  );
  expect(gzipSync(code).length).toBeLessThanOrEqual(CORE_BYTES);
  // Of the other vendors it has nothing, though an environment could name them: `configFromEnv` brings all, and is left out with them.
  expect(code).not.toMatch(/exponea|segmentapis/);
});

test.each(adapters)(
  "the adapter %s keeps to its budget, and touches nothing of a runtime when it is imported",
  async (name) => {
    const code = await bundle(`import * as adapter from "firstparty/${name}"; globalThis.made = adapter;`);
    expect(gzipSync(code).length).toBeLessThanOrEqual(ADAPTER_BYTES);
    // A world with the language alone: no process, no fetch, no URL. What is imported from outside is not ours to judge.
    const world = { require: () => ({ Agent: function () {} }), made: undefined };
    runInNewContext(code, world);
    expect(Object.values(world.made ?? {}).every((each) => typeof each === "function")).toBe(true);
  },
);

test("the reader of TCF strings keeps to its budget, and reads one in a world with the language alone", async () => {
  const sample = "CLcVDxRMWfGmWAVAHCENAXCkAKDAADnAABRgA5mdfCKZuYJez-NQm0TBMYA4oCAAGQYIAAAAAAEAIAEgAA";
  const code = await bundle(
    `import { tcf } from "firstparty/consent-tcf"; globalThis.made = tcf()({ cookie: () => "${sample}" });`,
  );
  expect(gzipSync(code).length).toBeLessThanOrEqual(CONSENT_TCF_BYTES);
  const world = { made: undefined };
  runInNewContext(code, world);
  expect(world.made).toBe("granted");
});

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    logLevel: "error",
    format: "iife",
    target: "es2022",
    external: ["undici", "node:*"],
  });
  return outputFiles[0]?.text ?? "";
}
