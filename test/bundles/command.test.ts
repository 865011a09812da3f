import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { spawnProgram } from "../support/serve-process.ts";

const root = join(import.meta.dirname, "../..");
const bundles = join(root, "dist/bundles");
const env = {
  FIRSTPARTY_VENDORS: "hightouch",
  FIRSTPARTY_COOKIE_DOMAINS: "shop.example",
  FIRSTPARTY_PUBLIC_HOST: "www.shop.example",
};

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "firstparty-bundle-command-"))));
afterAll(() => rm(folder, { recursive: true }));

test("every bundle is printed as it was built, and named where a wrong one is asked for", async () => {
  const built = (await readdir(bundles)).filter((file) => file.endsWith(".mjs")).map((file) => file.slice(0, -4));
  const { code, stderr } = await runCli("node", ["bundle", "nowhere"]);
  expect(code).toBe(2);
  expect(
    stderr
      .replace(/^firstparty: bundle needs one platform out of |\n$/g, "")
      .split(", ")
      .toSorted(),
  ).toEqual(built.toSorted());
  const { stdout } = await runCli("node", ["bundle", "vercel"]);
  expect(stdout).toBe(await readFile(join(bundles, "vercel.mjs"), "utf8"));
});

test("where the platform has no environment, the one of now goes into the file, and nothing else of it", async () => {
  const out = join(folder, "deep/index.mjs");
  const { code, stdout, stderr } = await runCli("node", ["bundle", "lambda-edge", "--out", out], {
    ...env,
    SECRET: "s3cret",
  });
  expect([code, stdout, stderr]).toEqual([0, "", ""]);
  const built = await readFile(join(bundles, "lambda-edge.mjs"), "utf8");
  const baked = `const FIRSTPARTY_ENV = ${JSON.stringify(env, null, 2)};`;
  expect(await readFile(out, "utf8")).toBe(built.replace("const FIRSTPARTY_ENV = {};", baked));
});

test("a Host that is not the visitor's is told of", async () => {
  const { FIRSTPARTY_PUBLIC_HOST: _, ...without } = env;
  const { code, stderr } = await runCli("node", ["bundle", "lambda-edge"], without);
  expect([code, stderr]).toEqual([0, expect.stringContaining("without FIRSTPARTY_PUBLIC_HOST the Host counts")]);
});

test.each([
  [{}, /^firstparty: FIRSTPARTY_VENDORS must name the vendors, such as hightouch or segment,bloomreach$/],
  [{ FIRSTPARTY_VENDORS: "hightouch" }, /^firstparty: FIRSTPARTY_COOKIE_DOMAINS must list the registrable domains /],
  [
    { ...env, FIRSTPARTY_COOKIE_DOMAINS: "https://x.example" },
    /^firstparty: FIRSTPARTY_COOKIE_DOMAINS must hold bare domains /,
  ],
])("what cannot be served is not written: %j", async (wrong, message) => {
  const { code, stdout, stderr } = await runCli("node", ["bundle", "lambda-edge"], wrong);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trim()).toMatch(message);
});

test.each(["vercel", "netlify", "aws-lambda", "lambda-edge", "bun", "deno", "node"])(
  "%s: without an environment it ends with the variable that is missing",
  async (platform) => {
    const runtime = platform === "bun" || platform === "deno" ? platform : "node";
    const args = runtime === "deno" ? ["run", "-A"] : [];
    const program = join(root, "node_modules/.bin", runtime);
    const started = spawnProgram(program, [...args, join(bundles, `${platform}.mjs`)], { PORT: "0" });
    await expect(started).rejects.toThrow(/FIRSTPARTY_VENDORS must name the vendors, such as hightouch/);
  },
);
