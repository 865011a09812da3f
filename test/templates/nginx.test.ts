import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nginx } from "../support/web-servers/nginx.ts";
import { walkWebServer } from "./web-server-walk.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFile(join(root, file), "utf8");

walkWebServer(nginx);

test("README shows its files as they are", { meta: { template: "nginx" } }, async () => {
  const shown = [...(await read("README.md")).matchAll(/^```nginx\n(.*?)^```$/gms)].map(([, lines]) => lines);
  const files = Object.keys(nginx.places).map((file) => read(join("deploy-templates/nginx", file)));
  expect(shown).toEqual(await Promise.all(files));
});
