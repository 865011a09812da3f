// Writes what the parity table says of itself: README's "Runs on", and docs/parity.md. npm run runs-on
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cases } from "../test/parity/cases/index.ts";
import { parityPage, runsOnTable } from "../test/parity/runs-on.ts";
import { targets } from "../test/parity/targets/index.ts";

const root = join(import.meta.dirname, "..");
const readme = await readFile(join(root, "README.md"), "utf8");
const table = `<!-- npm run runs-on -->\n\n${runsOnTable(targets, cases)}\n\n<!-- /runs-on -->`;
await writeFile(
  join(root, "README.md"),
  readme.replace(/<!-- npm run runs-on -->.*<!-- \/runs-on -->/s, () => table),
);
await writeFile(join(root, "docs/parity.md"), parityPage(targets, cases));
spawnSync("oxfmt", ["README.md", "docs/parity.md"], { cwd: root, stdio: "inherit" });
