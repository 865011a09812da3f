import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FACTORIES } from "../../core/env-vendors.ts";
import * as front from "../../core/index.ts";
import { createFirstParty, hightouch, segment, type Vendor } from "../../core/index.ts";
import { breaches } from "./contract.ts";
import { vendorTables } from "./page.ts";
import { VENDORS } from "./vendors.ts";

const pages = join(import.meta.dirname, "../../docs/vendors");

test("every factory is held to it, and can be named by the environment", () => {
  const factories = Object.keys(FACTORIES).toSorted();
  expect(Object.keys(VENDORS).toSorted()).toEqual(factories);
  expect(
    Object.keys(front)
      .filter((name) => factories.includes(name))
      .toSorted(),
  ).toEqual(factories);
});

describe.each(Object.entries(VENDORS))("%s()", (id, variants) => {
  test.each(variants.map((vendor, index) => [index, vendor] as const))(
    "keeps the contract, in its form %i",
    (_index, vendor) => {
      expect(vendor.id).toBe(id);
      expect(breaches(vendor)).toEqual([]);
      expect(() => createFirstParty({ vendors: [vendor], cookieDomains: ["example.com"] })).not.toThrow();
    },
  );
});

test.each(Object.entries(VENDORS))(
  "docs/vendors/%s.md says what its data says: npm run vendor-pages",
  async (id, [vendor]) => {
    const plain = (text: string) => text.replace(/-{3,}|\s+/g, " ").replace(/ +/g, " ");
    expect(plain(await readFile(join(pages, `${id}.md`), "utf8"))).toContain(plain(vendorTables(vendor as Vendor)));
  },
);

test("no page is of a vendor that is not there", async () => {
  expect((await readdir(pages)).toSorted()).toEqual(
    [...Object.keys(VENDORS), "your-own"].map((id) => `${id}.md`).toSorted(),
  );
});

test("all of them live in one deployment", () => {
  const vendors = Object.values(VENDORS).flatMap(([first]) => (first === undefined ? [] : [first]));
  expect(() => createFirstParty({ vendors, cookieDomains: ["example.com"] })).not.toThrow();
  const names = vendors.flatMap(({ identity = [], scriptCookies = [] }) => [
    ...new Set(identity.flat().flatMap(({ browser, server }) => [browser, server])),
    ...scriptCookies,
  ]);
  const shared = names.filter((name, index) => names.indexOf(name) < index);
  expect(shared, "what two SDKs of one family write under one name").toEqual(["s%3Acontext.referrer"]);
});

const sg = segment({ writeKeys: ["KEY"] }) as Vendor;
const ht = hightouch() as Vendor;
const withRoutes = (change: (route: Vendor["routes"][number]) => object): Vendor => ({
  ...sg,
  routes: sg.routes.map((route) => ({ ...route, ...change(route) }) as Vendor["routes"][number]),
});
const ofPixel = (change: object) => withRoutes((route) => (route.path === "/v1/pixel/:type" ? change : {}));
const picture = (base64: string) =>
  ofPixel({ acknowledgement: { status: 200, contentType: "image/gif", body: base64, isBase64: true } });

test.each<[what: string, vendor: Vendor, breach: RegExp]>([
  ["what checkVendor refuses", { ...ht, path: "ht" }, /^ConfigError: hightouch\(\) path/],
  ["a date", { ...ht, docs: new Date(0) as unknown as string }, /is not what JSON makes of it/],
  ["code", { ...ht, elsewhere: Object.assign([], { map: () => [] }) }, /is not what JSON makes of it/],
  ["a page without https", { ...ht, docs: "http://hightouch.com/docs" }, /docs is no page under https/],
  [
    "no withdrawal",
    { ...ht, routes: ht.routes.filter(({ kind }) => kind !== "withdraw") },
    /0 routes of kind withdraw/,
  ],
  ["a cookie of two kinds", { ...ht, scriptCookies: ["htjs_user_id"] }, /htjs_user_id is a cookie of two kinds/],
  ["a twin of another name", { ...ht, identity: [[{ browser: "a", server: "b" }]] }, /b is no name for a twin of a$/],
  ["a slash too many", { ...ht, hosts: { ...ht.hosts, cdn: "https://a.example/" } }, /hosts\.cdn ends in a slash/],
  ["a host of no use", { ...ht, hosts: { ...ht.hosts, more: "https://a.example" } }, /hosts\.more is of no use/],
  [
    "a host asked for no known end",
    { ...ht, elsewhere: [{ host: "a.example", why: "a font" }] },
    /nothing said stops it/,
  ],
  [
    "a shadow",
    { ...sg, routes: [...sg.routes].toSorted((a) => (a.path === "/v1/:type+" ? -1 : 0)) },
    /^\/v1\/m is shadowed/m,
  ],
  [
    "a file without HEAD",
    withRoutes((route) => (route.kind === "script" ? { methods: ["GET"] } : {})),
    /for GET or HEAD alone/,
  ],
  ["a header twice", ofPixel({ requestHeaders: ["accept", "accept"] }), /names a header twice/],
  ["a key that does not go up", ofPixel({ keyIn: [{ in: "authorization" }] }), /which does not go up/],
  ["a twin that goes up", ofPixel({ cookiesUp: ["ajs_user_id_srvr"] }), /sends a twin up/],
  ["no JSON", ofPixel({ acknowledgement: { status: 200, contentType: "application/json", body: "{" } }), /no JSON/],
  [
    "text as an image",
    ofPixel({ acknowledgement: { status: 200, contentType: "image/gif", body: "GIF89a" } }),
    /text as an image/,
  ],
  ["an image of another kind", picture("iVBORw0KGgo="), /is no GIF89a/],
  ["a point without an end", picture("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"), /or no end of it/],
  [
    "a point that shows",
    picture("R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="),
    /no transparent point/,
  ],
  [
    "an image of two points",
    picture("R0lGODlhAgABAIAAAAAAAP///yH5BAEAAAAALAAAAAACAAEAAAICRAEAOw=="),
    /no screen of one point/,
  ],
])("the contract notices %s", (_what, vendor, breach) => {
  expect(breaches(vendor).join("\n")).toMatch(breach);
});
