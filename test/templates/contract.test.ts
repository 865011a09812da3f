import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { notRunOf, stepsOf } from "./walk.ts";

const root = join(import.meta.dirname, "../..");
const templates = join(root, "deploy-templates");
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };

const files = (await readdir(templates, { recursive: true })).filter(
  (path) => !/(?:^|\/)(?:node_modules|cdk\.out)\//.test(path),
);
/** Every folder with steps to follow. */
const NAMES = files
  .filter((path) => path.endsWith("/README.md"))
  .map((path) => path.replace(/\/README\.md$/, ""))
  .toSorted();

/** What the user says of his own set-up, and what describes infrastructure; all other code of a template is its entry. */
const NO_ENTRY = /(?:^|\/)(?:firstparty(?:\.config)?\.ts|next\.config\.mjs|stack\/.*\.ts|.*\.d\.ts)$/;
const ENTRY_LINES = 12;

test("there are templates, each with a README", () => {
  expect(NAMES.length).toBeGreaterThan(0);
  const withoutReadme = files.filter(
    (path) => path.endsWith("/package.json") && !files.includes(path.replace("package.json", "README.md")),
  );
  expect(withoutReadme).toEqual([]);
});

const read = (...path: string[]) => readFile(join(templates, ...path), "utf8");
const filesOf = (name: string) => files.filter((path) => path.startsWith(`${name}/`));

test.each(NAMES)(
  "%s: five steps, the first of which installs the package, and the last of which checks",
  async (name) => {
    const readme = await read(name, "README.md");
    const steps = stepsOf(readme);
    expect(steps).toHaveLength(5);
    expect(steps[4]).toContain("curl ");
    if (filesOf(name).includes(`${name}/package.json`))
      expect(steps[0]).toContain(`npm install ../firstparty-${version}.tgz\n`);
    expect(readme).toContain("\n## A new version\n");
    expect(notRunOf(readme)).not.toBe("");
  },
);

test.each(NAMES)(`%s: its entries have ${ENTRY_LINES} lines at most`, async (name) => {
  for (const path of filesOf(name).filter((each) => /\.[cm]?[jt]s$/.test(each) && !NO_ENTRY.test(each))) {
    const lines = (await read(path)).trimEnd().split("\n");
    expect(lines.length, path).toBeLessThanOrEqual(ENTRY_LINES);
  }
});

test.each(NAMES.filter((name) => filesOf(name).includes(`${name}/package.json`)))(
  "%s: asks for this version of the package",
  async (name) => {
    const manifest = JSON.parse(await read(name, "package.json")) as {
      private?: boolean;
      dependencies?: Record<string, string>;
    };
    expect(manifest.dependencies).toHaveProperty("firstparty", `^${version}`);
    expect(manifest.private).toBe(true);
  },
);
