import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WITHDRAWN } from "../../core/consent/marker.ts";
import { hightouch } from "../../core/index.ts";

const docs = join(import.meta.dirname, "../../docs");
const privacy = await readFile(join(docs, "privacy.md"), "utf8");
const consent = await readFile(join(docs, "consent.md"), "utf8");
const { id, hosts, identity = [], scriptCookies = [], event } = hightouch();

/** The rows of the table under a heading. */
function rows(page: string, heading: string): string[] {
  const [, section = ""] = new RegExp(`^##+ ${heading}$(.*?)^##`, "ms").exec(page) ?? [];
  return section.split("\n").filter((line) => line.startsWith("| "));
}

test("the table of cookies has every one that is written or deleted here", () => {
  const named = rows(privacy, "Cookies").flatMap((row) => row.split("|")[1]?.match(/(?<=`)[^`, ]+(?=`)/g) ?? []);
  const pairs = identity.flat().flatMap(({ browser, server }) => [browser, server]);
  const marks = [`fp_reset_${id}`, `fp_reset_${id}_srvr`, WITHDRAWN];
  expect(named).toEqual(expect.arrayContaining([...pairs, ...marks, ...scriptCookies]));
});

test("the hosts are the ones that are asked by default", () => {
  const said = rows(privacy, "Where it goes").flatMap((row) => [...row.matchAll(/^\| `(\w+)` +\| `([^`]+)`/g)]);
  expect(Object.fromEntries(said.map(([, key, url]) => [key, url]))).toEqual(hosts);
});

test("the fields that strip takes out are those of the vendor's data, and no others", () => {
  const fields = rows(consent, "What strip takes out")
    .filter((row) => row.startsWith("| taken out"))
    .flatMap((row) => {
      const [, what = "", names = ""] = row.split("|");
      return [...names.matchAll(/`([\w.]+)`/g)].map(([, name]) =>
        what.includes("context") ? `context.${name}` : name,
      );
    });
  expect(fields.toSorted()).toEqual(event?.personal.toSorted());
});
