import { checkKeys, isText, list, mistake } from "../mistakes.ts";
import { isServiceRoute } from "../route-kind.ts";
import type { Acknowledgement, FieldRewrite, PersonPlace, RelayRoute, Route, Vendor, WorkerRoute } from "../types.ts";
import { checkCookieName } from "./check-cookie-name.ts";
import { checkKeyIn } from "./check-keys.ts";

/** `:name`, `:name+` and plain segments: the part of itty-router's language that matches whole segments only. */
const PATTERN = /^(?:\/(?:[A-Za-z0-9._~-]+|:[a-z]+\+?))+$/;
/** One of plain segments only, none of dots. */
const LITERAL = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/;
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

/** Refuses a route that could not be served as written. */
export function checkRoute(name: string, route: Route, { hosts, routes }: Vendor): void {
  if (typeof route !== "object" || route === null) throw mistake(`${name} routes`, "must hold objects", route);
  if (!isText(route.path, PATTERN)) throw mistake(`${name} route path`, 'must look like "/v1/:path+"', route.path);
  const option = `${name} route ${JSON.stringify(route.path)}`;
  const segments = route.path.match(/:[a-z]+/g) ?? [];
  if (new Set(segments).size < segments.length) throw mistake(option, "must not name two segments alike", route.path);
  if (isServiceRoute(route)) return checkKeys(option, route, ["kind", "path"]);
  if (route.kind === "service-worker") return checkWorker(option, route, routes);
  checkKeys(option, route, [
    "kind",
    "path",
    "host",
    "to",
    "methods",
    "requestHeaders",
    "cookiesUp",
    "cookiesDown",
    "bodyBytes",
    "retry",
    "acknowledgement",
    "keyIn",
    "mayLackKey",
    "identity",
    "personIn",
    "rewrite",
    "mayBeDocument",
  ]);
  if (!["script", "settings", "collect"].includes(route.kind)) {
    throw mistake(
      `${option} kind`,
      "must be script, settings, collect, renew, clear, restore-script, withdraw, grant or service-worker",
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
  const isCollect = route.kind === "collect";
  checkKeyIn(option, route);
  if (!["never", "connect", "keyed"].includes(route.retry))
    throw mistake(`${option} retry`, "must be never, connect or keyed", route.retry);
  checkAcknowledgement(`${option} acknowledgement`, route.acknowledgement);
  if (route.to !== undefined && (segments.length > 0 || !isText(route.to, LITERAL)))
    throw mistake(`${option} to`, "must be a path without :name, for one without", route.to);
  if (![undefined, "mirror", isCollect ? "mirror" : "renew"].includes(route.identity))
    throw mistake(`${option} identity`, "must be mirror, or renew on no collect route", route.identity);
  if (route.mayBeDocument !== undefined && typeof route.mayBeDocument !== "boolean")
    throw mistake(`${option} mayBeDocument`, "must be true or false", route.mayBeDocument);
  if (route.mayBeDocument && (isCollect || route.cookiesUp || route.cookiesDown || route.identity))
    throw mistake(`${option} mayBeDocument`, "must be on a route of files, without cookies", route.mayBeDocument);
  for (const place of list(`${option} personIn`, route.personIn === undefined ? [] : route.personIn))
    checkPersonPlace(option, place, route);
  for (const each of list(`${option} rewrite`, route.rewrite === undefined ? [] : route.rewrite))
    checkRewrite(`${option} rewrite`, each);
  // A part of what was rewritten before is none of what comes now.
  if (route.rewrite && route.requestHeaders.includes("range"))
    throw mistake(`${option} rewrite`, "must be on a route without range", route.requestHeaders);
}

function checkWorker(option: string, route: WorkerRoute, routes: Vendor["routes"]): void {
  checkKeys(option, route, ["kind", "path", "imports"]);
  for (const path of list(`${option} imports`, route.imports)) {
    if (!isText(path, LITERAL)) throw mistake(`${option} imports`, "must hold paths below the vendor's own", path);
    // Of which not all are checked yet.
    if (
      !routes.some(
        (each: Route | null) => each?.kind === "script" && isText(each.path, PATTERN) && leadsTo(each.path, path),
      )
    )
      throw mistake(`${option} imports`, "must be scripts that a route of the vendor serves", path);
  }
  if (route.imports.length === 0) throw mistake(`${option} imports`, "must name one script at least", route.imports);
}

/** Whether a route's pattern has this path. */
function leadsTo(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  const isOpen = pattern.endsWith("+") && given.length > wanted.length;
  return (
    (isOpen || given.length === wanted.length) &&
    wanted.every((segment, index) => segment.startsWith(":") || segment === given[index])
  );
}

function checkPersonPlace(option: string, place: PersonPlace, { path, identity }: RelayRoute): void {
  checkKeys(`${option} personIn`, place, place?.in === "path" ? ["in", "name", "nobody"] : ["in", "name"]);
  // What an SDK waits for before it reads its cookies is asked for by its address.
  if (!["path", "query", identity === "renew" ? "" : "body"].includes(place.in))
    throw mistake(`${option} personIn`, "must be in path, query or, unless identity is renew, body", place);
  if (typeof place.name !== "string" || place.name === "")
    throw mistake(`${option} personIn`, "must have a name", place);
  if (place.in !== "path") return;
  list(`${option} personIn nobody`, place.nobody);
  const before = path.split(`/:${place.name}/`)[0] ?? "";
  if (!`${path}/`.includes(`/:${place.name}/`) || before.includes("+"))
    throw mistake(`${option} personIn`, "must name one segment of the path", place);
}

function checkRewrite(option: string, rewrite: FieldRewrite): void {
  checkKeys(option, rewrite, ["at", "as", "path", "from"]);
  const { at, as, path, from } = rewrite;
  const names = list(`${option} at`, at);
  if (names.length === 0 || names.at(-1) === "*" || !names.every((name) => isText(name, /./) && name !== "__proto__"))
    throw mistake(`${option} at`, 'must lead to a field, such as ["metrics", "host"]', at);
  if (as !== "host" && as !== "url") throw mistake(`${option} as`, "must be host or url", as);
  if ((path === undefined) === (from === undefined)) throw mistake(option, "must have a path, or a from", rewrite);
  if (path !== undefined && path !== "" && !isText(path, LITERAL))
    throw mistake(`${option} path`, 'must be a path below the vendor\'s own, such as "/v1"', path);
  for (const base of from === undefined ? [] : list(`${option} from`, from)) {
    if (!isText(base, /^https?:\/\/[^/?#]+$/))
      throw mistake(`${option} from`, 'must hold origins such as "https://cdn.example.com"', base);
  }
}

function checkAcknowledgement(option: string, value: Acknowledgement | undefined): void {
  if (value === undefined) return;
  checkKeys(option, value, ["status", "contentType", "body", "isBase64"]);
  const { status, body, isBase64 } = value;
  const isStatus = Number.isInteger(status) && status >= 200 && status < 500 && !(status >= 300 && status < 400);
  if (!isStatus || (status === 204 && body !== undefined))
    throw mistake(option, "must have a status of 2xx or 4xx, and with 204 no body", value);
  if (isBase64 === true && !isText(body, /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/))
    throw mistake(option, "must have base64 as its body", value);
}
