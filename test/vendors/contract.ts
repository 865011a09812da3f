import { isRelayRoute } from "../../core/route-kind.ts";
import { createRouter } from "../../core/router.ts";
import type { Acknowledgement, Route, Vendor } from "../../core/types.ts";
import { checkVendor } from "../../core/vendors/check.ts";
import { gifFlaws } from "./gif.ts";

/** What a vendor's data has to keep, beside what `checkVendor` refuses: each breach as a sentence. */
export function breaches(vendor: Vendor): string[] {
  try {
    checkVendor(vendor);
  } catch (error) {
    return [String(error)];
  }
  return [
    ...dataBreaches(vendor),
    ...cookieBreaches(vendor),
    ...hostBreaches(vendor),
    ...vendor.routes.flatMap((route) => routeBreaches(vendor, route)),
  ];
}

function dataBreaches(vendor: Vendor): string[] {
  const found = [];
  if (JSON.stringify(sorted(JSON.parse(JSON.stringify(vendor)))) !== JSON.stringify(sorted(vendor)) || hasCode(vendor))
    found.push("is not what JSON makes of it");
  if (!/^https:\/\/[\w.-]+\/./.test(vendor.docs)) found.push(`docs is no page under https (${vendor.docs})`);
  for (const kind of ["renew", "clear", "restore-script", "withdraw", "grant"]) {
    const count = vendor.routes.filter((route) => route.kind === kind).length;
    if (count !== 1) found.push(`has ${count} routes of kind ${kind}`);
  }
  return found;
}

function cookieBreaches({ identity = [], scriptCookies = [], routes }: Vendor): string[] {
  const found = [];
  const pairs = identity.flat();
  // One cookie of the SDK's may have a twin for each key.
  const owned = [
    new Set(pairs.map(({ browser }) => browser)),
    new Set(pairs.map(({ server }) => server)),
    new Set(scriptCookies),
  ];
  const names = owned.flatMap((each) => [...each]);
  for (const name of names.filter((each, index) => names.indexOf(each) < index))
    found.push(`${name} is a cookie of two kinds`);
  const down = new Set(routes.filter(isRelayRoute).flatMap(({ cookiesDown = [] }) => cookiesDown));
  for (const { browser, server } of pairs) {
    // Another name has to be one that the vendor itself sets.
    if (server !== `${browser}_srvr` && !down.has(server)) found.push(`${server} is no name for a twin of ${browser}`);
  }
  return found;
}

function hostBreaches({ hosts, routes, elsewhere = [] }: Vendor): string[] {
  const found = [];
  for (const [name, url] of Object.entries(hosts)) {
    if (url.endsWith("/")) found.push(`hosts.${name} ends in a slash`);
    if (!routes.some((route) => isRelayRoute(route) && route.host === name)) found.push(`hosts.${name} is of no use`);
  }
  const asked = elsewhere.map(({ host }) => host);
  if (new Set(asked).size < asked.length) found.push("names a host twice that is asked elsewhere");
  for (const { host, why } of elsewhere)
    if (!/\bstops? /.test(why)) found.push(`${host} is asked elsewhere, and nothing said stops it`);
  return found;
}

function routeBreaches(vendor: Vendor, route: Route): string[] {
  const found = [];
  const find = createRouter(vendor.routes.map((value) => ({ path: vendor.path + value.path, value })));
  if (examples(vendor.path + route.path).some((path) => find(path) !== route))
    found.push("is shadowed by an earlier route");
  if (isRelayRoute(route)) {
    const { kind, methods, keyIn, cookiesUp = [], acknowledgement, requestHeaders } = route;
    if (vendor.keys !== undefined && keyIn === undefined && (kind === "collect" || methods.includes("POST")))
      found.push("cannot be held to keys");
    if (methods.includes("GET") !== methods.includes("HEAD") && kind !== "collect")
      found.push("is a file for GET or HEAD alone");
    if (kind === "script" && methods.some((method) => method !== "GET" && method !== "HEAD"))
      found.push("is a script that takes more than GET");
    if (requestHeaders.some((name) => requestHeaders.indexOf(name) !== requestHeaders.lastIndexOf(name)))
      found.push("names a header twice");
    if (keyIn?.some((place) => place.in === "authorization") && !requestHeaders.includes("authorization"))
      found.push("reads a key of Authorization, which does not go up");
    if (cookiesUp.some((name) => name.endsWith("_srvr"))) found.push("sends a twin up");
    if (acknowledgement !== undefined) found.push(...acknowledgementBreaches(acknowledgement));
  }
  return found.map((breach) => `${route.path} ${breach}`);
}

function acknowledgementBreaches({ body = "", contentType, isBase64 = false }: Acknowledgement): string[] {
  if (contentType?.startsWith("application/json")) return isJson(body) ? [] : ["acknowledges with what is no JSON"];
  if (contentType === "image/gif")
    return isBase64 ? gifFlaws(Buffer.from(body, "base64")) : ["acknowledges with text as an image"];
  return [];
}

/** Paths of a pattern: a segment or several where it takes them. */
function examples(pattern: string): string[] {
  const one = pattern.replaceAll(/:([a-z]+)\+?/g, "some-$1");
  return pattern.includes("+") ? [one, `${one}/more`] : [one];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** An absent field and one that is undefined mean the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/** What JSON leaves out without a word, or writes as something else. */
function hasCode(value: unknown): boolean {
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") return true;
  if (typeof value !== "object" || value === null) return false;
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return !plain || Object.values(value).some(hasCode);
}
