// Writes into docs/vendors what the vendors' data says: routes, cookies, hosts. npm run vendor-pages
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTables } from "../test/vendors/page.ts";
import { VENDORS } from "../test/vendors/vendors.ts";

const folder = join(import.meta.dirname, "../docs/vendors");
for (const [id, [vendor]] of Object.entries(VENDORS)) {
  const file = join(folder, `${id}.md`);
  if (vendor !== undefined) await writeFile(file, withTables(await readFile(file, "utf8"), vendor));
}
spawnSync("oxfmt", [folder], { stdio: "inherit" });
