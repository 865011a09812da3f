/** A bad file of the vendor's is gone from the customer's CDN in an hour, whatever lifetime it came with. */
const MOST_SHARED_SECONDS = 3_600;
/** Where the vendor names no lifetime: caches would guess one. */
const DEFAULT_SECONDS = 300;
/** How long a stale script may still be served (RFC 5861): while the next one is fetched, and while the vendor is down. */
const STALE = [
  ["stale-while-revalidate", "3600"],
  ["stale-if-error", "86400"],
] as const;

/** A name, and its value if it has one (RFC 9111 5.2). A quote that is not closed quotes nothing, so that what follows it counts. */
const DIRECTIVE = /([^\s,=]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,]*))?/g;
/** A script that is for one browser, or for none. */
const NOT_SHARED = ["private", "no-store", "no-cache"];

/**
 * Sets how long caches may keep a script, from what the vendor said in `headers`: browsers as long as it said, shared caches an hour
 * at most, and both may serve it stale. What is not to be shared stays as it is.
 */
export function setScriptLifetime(headers: Record<string, string>, status: number): void {
  const said = headers["cache-control"];
  const { expires } = headers;
  const directives = new Map<string, string>();
  for (const [, name = "", value = ""] of (said ?? "").matchAll(DIRECTIVE)) {
    const key = name.toLowerCase();
    // Of two the first counts (RFC 9111 4.2.1).
    if (!directives.has(key)) directives.set(key, value);
  }
  if (NOT_SHARED.some((name) => directives.has(name))) return;
  // Cache-Control outranks it (RFC 9111 5.3), but not in every cache.
  delete headers["expires"];
  if (said === undefined && status === 304) {
    // What is kept keeps its lifetime; the vendor's Age would count against our hour.
    delete headers["age"];
    return;
  }
  // What is no number is stale (RFC 9111 4.2.1); said outright, since caches read as much of it as they can.
  for (const name of ["max-age", "s-maxage"]) {
    if (!SECONDS.test(directives.get(name) ?? "0")) directives.set(name, "0");
  }
  const saidBrowsers = seconds(directives.get("max-age"));
  const saidShared = seconds(directives.get("s-maxage"));
  if (saidBrowsers === undefined && saidShared === undefined) directives.set("public", "");
  if (saidBrowsers === undefined || (saidShared ?? saidBrowsers) > MOST_SHARED_SECONDS) {
    // What has gone by of the vendor's lifetime is taken off it: by Age our hour could be over as it begins, and not every cache reads it.
    const age = seconds(headers["age"]) ?? 0;
    delete headers["age"];
    const browsers = saidBrowsers === undefined ? unsaid(expires) : Math.max(0, saidBrowsers - age);
    const shared = Math.min(MOST_SHARED_SECONDS, saidShared === undefined ? browsers : Math.max(0, saidShared - age));
    directives.set("max-age", String(browsers));
    if (saidShared !== undefined || shared < browsers) directives.set("s-maxage", String(shared));
  }
  const mayBeStale = !directives.has("must-revalidate") && !directives.has("proxy-revalidate");
  if (mayBeStale && (saidBrowsers ?? unsaid(expires)) > 0) {
    for (const [name, value] of STALE) if (!directives.has(name)) directives.set(name, value);
  }
  headers["cache-control"] = [...directives].map(([name, value]) => (value ? `${name}=${value}` : name)).join(", ");
}

function seconds(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  return Number(SECONDS.exec(value)?.[1] ?? 0);
}

const SECONDS = /^"?(\d+)"?$/;

/** What browsers are told where Cache-Control does not say it to them. */
function unsaid(expires: string | undefined): number {
  return expires === undefined ? DEFAULT_SECONDS : secondsUntil(expires);
}

/** 0 for a date that is none, which has passed (RFC 9111 5.3). */
function secondsUntil(date: string): number {
  return Math.max(0, Math.round((Date.parse(date) - Date.now()) / 1_000)) || 0;
}
