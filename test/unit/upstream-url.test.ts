import { expect, test } from "vitest";
import { hightouch, type RelayRoute } from "../../core/index.ts";
import { resolveConfig } from "../../core/options.ts";
import { planRoute } from "../../core/relay/plan.ts";
import { upstreamRequest } from "../../core/relay/upstream-request.ts";

const vendor = hightouch({ hosts: { cdn: "https://cdn.example/base/" } });
const route = vendor.routes.find(({ kind }) => kind === "script") as RelayRoute;
const settings = resolveConfig({ vendors: [vendor], cookieDomains: [] });
const plan = planRoute(vendor, route, settings);

function plannedFor(path: string, sent: Readonly<Record<string, string>> = {}) {
  const request = {
    method: "GET",
    url: path,
    host: "shop.example",
    secure: true,
    header: (name: string) => sent[name] ?? null,
    readBody: async () => null,
  };
  const site = { host: "shop.example", cookieDomain: undefined, browserDomain: undefined, secure: true };
  return upstreamRequest({ request, context: {}, site, path, search: "" }, plan, settings, null, "pass");
}

const urlFor = (path: string) => plannedFor(path).url;

test("a path of the route stays below the host's base", () => {
  expect(urlFor("/ht/browser/x.js")).toBe("https://cdn.example/base/browser/x.js");
});

// The path rules refuse these before; the finished URL is judged all the same, in case a platform resolves one more form.
test.each([
  "/ht/browser/../x",
  "/ht/browser/../../secret",
  "/ht/browser/%2e%2e/x",
  "/ht/other/x",
  "/ht@evil.example/x",
  "/ht.evil.example/",
])("a finished URL that leaves the route is refused (%s)", (path) => {
  expect(() => urlFor(path)).toThrow(expect.objectContaining({ code: "bad_path" }));
});

test("the vendor is asked by its own Host, and does not hear whose page it was", () => {
  const sent = { host: "shop.example", origin: "https://shop.example", referer: "https://shop.example/cart" };
  const { headers } = plannedFor("/ht/browser/x.js", sent);
  // Host is the transport's to write, from the URL.
  expect(Object.keys(headers).toSorted()).toEqual(["accept", "accept-encoding", "accept-language", "user-agent"]);
});

test("a path that is another one at the vendor's stays below the host's base, with the query as sent", () => {
  const aliased = planRoute(vendor, { ...route, path: "/shop.js", to: "/browser/x.js" }, settings);
  const sent = { method: "GET", url: "", host: "", secure: true, header: () => null, readBody: async () => null };
  const site = { host: "shop.example", cookieDomain: undefined, browserDomain: undefined, secure: true };
  const exchange = { request: sent, context: {}, site, path: "/ht/shop.js", search: "?a=%2F..&b" };
  expect(upstreamRequest(exchange, aliased, settings, null, "pass").url).toBe(
    "https://cdn.example/base/browser/x.js?a=%2F..&b",
  );
});
