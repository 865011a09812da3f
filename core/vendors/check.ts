import { wholeValue } from "../identity/groups.ts";
import { checkKeys, isText, list, mistake } from "../mistakes.ts";
import type { CookiePair, IdentityGroup, Route, Vendor } from "../types.ts";
import { keyNames } from "../vendor-keys.ts";
import { checkCookieName } from "./check-cookie-name.ts";
import { checkEvent } from "./check-event.ts";
import { checkWriteKeys } from "./check-keys.ts";
import { checkRoute } from "./check-route.ts";

const PATH = /^(?:\/[A-Za-z0-9._~-]+)+$/;

/** Refuses vendor data that could not be served as written. Throws a TypeError that names vendor, field and value. */
export function checkVendor(vendor: Vendor): void {
  const given: unknown = vendor;
  if (typeof given === "function")
    throw mistake("vendors[]", "must be what a factory makes: call it, hightouch()", given);
  if (typeof given === "string") {
    const rule =
      "must be what a factory makes, hightouch(); where a file cannot hold that, set FIRSTPARTY_VENDORS instead";
    throw mistake("vendors[]", rule, given);
  }
  checkKeys("vendors[]", vendor, [
    "id",
    "path",
    "docs",
    "hosts",
    "routes",
    "identity",
    "scriptCookies",
    "optOut",
    "event",
    "keys",
    "globalName",
    "elsewhere",
  ]);
  if (!isText(vendor.id, /^[a-z][a-z0-9_]*$/)) throw mistake("vendor id", "must be a lower-case word", vendor.id);
  const name = `${vendor.id}()`;
  checkPath(`${name} path`, vendor.path);
  if (typeof vendor.hosts !== "object" || vendor.hosts === null)
    throw mistake(`${name} hosts`, "must be an object", vendor.hosts);
  for (const [host, url] of Object.entries(vendor.hosts)) checkHost(`${name} hosts.${host}`, url);
  if (!Array.isArray(vendor.routes) || vendor.routes.length === 0) {
    throw mistake(`${name} routes`, "must be an array of one route at least", vendor.routes);
  }
  for (const [index, route] of vendor.routes.entries()) {
    checkRoute(name, route, vendor);
    if (vendor.routes.slice(0, index).some(({ path }: Route) => path === route.path)) {
      throw mistake(`${name} routes`, "must have paths of their own, or the second is never reached", route.path);
    }
  }
  const { identity = [], optOut = [], scriptCookies = [] } = vendor;
  for (const cookie of list(`${name} scriptCookies`, scriptCookies)) checkCookieName(`${name} scriptCookies`, cookie);
  for (const each of list(`${name} optOut`, optOut)) {
    checkKeys(`${name} optOut`, each, ["cookie", "value"]);
    checkCookieName(`${name} optOut`, each.cookie);
    if (each.value !== undefined && typeof each.value !== "string")
      throw mistake(
        `${name} optOut value`,
        "must be a cookie's whole value; leave it out where any is an opt-out",
        each.value,
      );
  }
  checkEvent(`${name} event`, vendor.event);
  checkWriteKeys(name, vendor);
  for (const group of list(`${name} identity`, identity)) {
    for (const pair of list(`${name} identity`, group)) checkPair(`${name} identity`, pair, group, vendor);
  }
  checkGlobalName(`${name} globalName`, vendor.globalName);
  for (const each of list(`${name} elsewhere`, vendor.elsewhere ?? [])) {
    checkKeys(`${name} elsewhere`, each, ["host", "why", "isFilesOnly"]);
    if (!isText(each.host, /^[a-z0-9*.-]+$/) || !isText(each.why, /./))
      throw mistake(`${name} elsewhere`, "must name hosts, and say why each is asked", each);
  }
}

function checkPair(option: string, pair: CookiePair, group: IdentityGroup, { keys }: Vendor): void {
  checkKeys(option, pair, ["browser", "server", "shape", "domain", "key"]);
  checkCookieName(option, pair.browser);
  checkCookieName(option, pair.server);
  checkExpression(option, "shape", pair.shape);
  checkExpression(option, "domain", pair.domain);
  if (pair.browser === pair.server) throw mistake(option, "must name the twin otherwise than the cookie", pair);
  if (pair.browser.includes("*") !== pair.server.includes("*") || (pair.browser.includes("*") && group.length > 1)) {
    throw mistake(option, "must have its * in both names of the only pair of a group", pair);
  }
  if (pair.key !== undefined && keyNames(keys)?.includes(pair.key) !== true)
    throw mistake(option, "must belong to one of the vendor's keys", pair.key);
}

/** The name of a global that a snippet can write: an identifier of ASCII. */
export function checkGlobalName(option: string, name: string | undefined): void {
  if (name !== undefined && !isText(name, /^[A-Za-z_$][\w$]*$/))
    throw mistake(option, 'must be a name such as "analytics"', name);
}

/** A literal path: nothing that a router could read as a pattern. */
export function checkPath(option: string, path: string): void {
  if (!isText(path, PATH) || /(?:^|\/)\.{1,2}(?:\/|$)/.test(path)) {
    throw mistake(option, 'must look like "/ht": a slash first, none last, letters, digits and . _ ~ - between', path);
  }
}

function checkHost(option: string, url: string): void {
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  const plain = parsed && !parsed.username && !parsed.password && !parsed.search && !parsed.hash;
  if (!plain || !/^https?:$/.test(parsed.protocol)) {
    throw mistake(option, 'must be a URL such as "https://events.example.com", without query or password', url);
  }
}

function checkExpression(option: string, field: string, text: string | undefined): void {
  try {
    if (text !== undefined) wholeValue(text);
  } catch {
    throw mistake(option, `must give a ${field} as a regular expression`, text);
  }
}
