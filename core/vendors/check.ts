import { NAME_TOKEN } from "../cookie-names.ts";
import { wholeValue } from "../identity/groups.ts";
import { checkKeys, isText, list, mistake } from "../mistakes.ts";
import { isServiceRoute } from "../route-kind.ts";
import type { Acknowledgement, Route, Vendor } from "../types.ts";
import { checkEvent } from "./check-event.ts";
import { checkKeyIn, checkWriteKeys } from "./check-keys.ts";

const PATH = /^(?:\/[A-Za-z0-9._~-]+)+$/;
/** `:name`, `:name+` and plain segments: the part of itty-router's language that matches whole segments only. */
const PATTERN = /^(?:\/(?:[A-Za-z0-9._~-]+|:[a-z]+\+?))+$/;
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);
const HEADER_NAME = /^[a-z0-9-]+$/;
/** Headers with a rule of their own: as data they would undo it. */
const RULED_HEADERS = new Set([
  "host",
  "cookie",
  "content-length",
  "accept-encoding",
  "x-forwarded-for",
  "connection",
  "transfer-encoding",
  "expect",
  "upgrade",
  "te",
]);

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
    checkRoute(name, route, vendor.hosts);
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
    for (const pair of list(`${name} identity`, group)) {
      checkKeys(`${name} identity`, pair, ["browser", "server", "shape"]);
      checkCookieName(`${name} identity`, pair.browser);
      checkCookieName(`${name} identity`, pair.server);
      checkShape(`${name} identity`, pair.shape);
      if (pair.browser === pair.server)
        throw mistake(`${name} identity`, "must name the twin otherwise than the cookie", pair);
      if (
        pair.browser.includes("*") !== pair.server.includes("*") ||
        (pair.browser.includes("*") && group.length > 1)
      ) {
        throw mistake(`${name} identity`, "must have its * in both names of the only pair of a group", pair);
      }
    }
  }
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

function checkRoute(name: string, route: Route, hosts: Vendor["hosts"]): void {
  if (typeof route !== "object" || route === null) throw mistake(`${name} routes`, "must hold objects", route);
  if (!isText(route.path, PATTERN)) throw mistake(`${name} route path`, 'must look like "/v1/:path+"', route.path);
  const option = `${name} route ${JSON.stringify(route.path)}`;
  const segments = route.path.match(/:[a-z]+/g) ?? [];
  if (new Set(segments).size < segments.length) throw mistake(option, "must not name two segments alike", route.path);
  if (isServiceRoute(route)) return checkKeys(option, route, ["kind", "path"]);
  checkKeys(option, route, [
    "kind",
    "path",
    "host",
    "methods",
    "requestHeaders",
    "cookiesUp",
    "cookiesDown",
    "bodyBytes",
    "retry",
    "acknowledgement",
    "keyIn",
  ]);
  if (!["script", "settings", "collect"].includes(route.kind)) {
    throw mistake(
      `${option} kind`,
      "must be script, settings, collect, renew, clear, restore-script, withdraw or grant",
      route.kind,
    );
  }
  if (typeof route.host !== "string" || !Object.hasOwn(hosts, route.host))
    throw mistake(`${option} host`, `must be one of ${Object.keys(hosts).join(", ")}`, route.host);
  if (
    !Array.isArray(route.methods) ||
    route.methods.length === 0 ||
    !route.methods.every((each) => METHODS.has(each))
  ) {
    throw mistake(`${option} methods`, `must name methods out of ${[...METHODS].join(", ")}`, route.methods);
  }
  if (!Array.isArray(route.requestHeaders))
    throw mistake(`${option} requestHeaders`, "must be an array", route.requestHeaders);
  if (route.bodyBytes !== undefined && !(Number.isSafeInteger(route.bodyBytes) && route.bodyBytes > 0)) {
    throw mistake(`${option} bodyBytes`, "must be a whole number from 1 up", route.bodyBytes);
  }
  for (const header of route.requestHeaders) {
    if (!isText(header, HEADER_NAME) || RULED_HEADERS.has(header)) {
      throw mistake(
        `${option} requestHeaders`,
        "must hold lower-case names of headers that core has no rule for",
        header,
      );
    }
  }
  for (const cookies of [route.cookiesUp, route.cookiesDown]) {
    for (const cookie of list(`${option} cookies`, cookies ?? [])) checkCookieName(`${option} cookies`, cookie);
  }
  checkKeyIn(option, route);
  if (!["never", "connect", "keyed"].includes(route.retry))
    throw mistake(`${option} retry`, "must be never, connect or keyed", route.retry);
  checkAcknowledgement(`${option} acknowledgement`, route.acknowledgement);
}

function checkShape(option: string, shape: string | undefined): void {
  if (shape === undefined) return;
  try {
    wholeValue(shape);
  } catch {
    throw mistake(option, "must give a shape as a regular expression", shape);
  }
}

function checkAcknowledgement(option: string, value: Acknowledgement | undefined): void {
  if (value === undefined) return;
  checkKeys(option, value, ["status", "contentType", "body"]);
  const { status, body } = value;
  if (!Number.isInteger(status) || status < 200 || status > 299 || (status === 204 && body !== undefined))
    throw mistake(option, "must have a status from 200 to 299, and with 204 no body", value);
}

function checkCookieName(option: string, name: string): void {
  if (typeof name !== "string" || !NAME_TOKEN.test(name.replace("*", ""))) {
    throw mistake(option, "must name cookies by a token with one * at most", name);
  }
}
