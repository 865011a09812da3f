import { isRelayRoute } from "../../core/route-kind.ts";
import type { RelayRoute, Route, Vendor } from "../../core/types.ts";

/** The part of a vendor's page that is its data: routes, cookies, hosts. docs/vendors/<id>.md has it between two marks. */
export function vendorTables(vendor: Vendor): string {
  const { elsewhere = [] } = vendor;
  return [
    `### Routes\n\nBelow \`${vendor.path}\`, the first that fits. Everything else is 404. What is not named does not go up, or come back.`,
    table(
      ["", "route", "", "goes to", "request headers that go up"],
      vendor.routes.map((route) => routeRow(route)),
    ),
    "### Cookies",
    table(["cookie", "written by", "script can read it", "goes up to the vendor"], cookieRows(vendor)),
    "### Hosts",
    table(
      ["key of `hosts`", "default", "in the environment"],
      Object.entries(vendor.hosts).map(([name, url]) => [
        code(name),
        code(url),
        code(`FIRSTPARTY_${vendor.id.toUpperCase()}_HOSTS_${name.toUpperCase()}`),
      ]),
    ),
    "### Asked past this service",
    elsewhere.length === 0
      ? "Nothing that we know of."
      : `By the SDK itself, whatever the snippet says:\n\n${table(
          ["host", "what for, and what stops it"],
          elsewhere.map(({ host, why, isFilesOnly }) => [
            code(host),
            why + (isFilesOnly ? "; not asked by the npm package" : ""),
          ]),
        )}`,
  ].join("\n\n");
}

const MARKS = ["<!-- npm run vendor-pages -->", "<!-- /vendor-pages -->"] as const;

/** A page with its tables written anew. Throws where it has no room for them. */
export function withTables(page: string, vendor: Vendor): string {
  const [start, end] = [page.indexOf(MARKS[0]), page.indexOf(MARKS[1])];
  if (start < 0 || end < start)
    throw new Error(`a vendor's page wants ${MARKS.join(" and ")}, for its tables between them`);
  return `${page.slice(0, start + MARKS[0].length)}\n\n${vendorTables(vendor)}\n\n${page.slice(end)}`;
}

const SERVICE: Readonly<Record<Exclude<Route["kind"], RelayRoute["kind"]>, readonly [methods: string, what: string]>> =
  {
    renew: ["POST", "the cookie service: mirror, or restore"],
    clear: ["POST", "the cookie service: twins expire"],
    "restore-script": ["GET", "the cookie service, before the SDK"],
    withdraw: ["POST", "consent is taken back"],
    grant: ["POST", "consent is given again"],
    "service-worker": ["GET", "a service worker for the whole site"],
  };

function routeRow(route: Route): string[] {
  if (!isRelayRoute(route)) {
    const [methods, what] = SERVICE[route.kind];
    return [methods, code(route.path), what, "nowhere", ""];
  }
  const { kind, path, to, host, methods, requestHeaders, identity, mayBeDocument, rewrite } = route;
  const what = [
    { script: "SDK files", settings: "settings", collect: "events" }[kind],
    ...(mayBeDocument === true ? ["pages as well"] : []),
    ...(rewrite === undefined ? [] : ["addresses in it made the site's"]),
    ...(identity === undefined ? [] : [{ renew: "mirrors, or restores", mirror: "mirrors" }[identity]]),
  ].join("; ");
  return [
    methods.join(" "),
    code(path),
    what,
    code(host) + (to === undefined ? "" : `, ${code(to)}`),
    requestHeaders.join(", "),
  ];
}

function cookieRows({ id, identity = [], scriptCookies = [], routes }: Vendor): string[][] {
  const relay = routes.filter(isRelayRoute);
  const up = new Set(relay.flatMap(({ cookiesUp = [] }) => cookiesUp));
  const down = new Set(relay.flatMap(({ cookiesDown = [] }) => cookiesDown));
  const row = (name: string, by: string, read: string) => [code(name), by, read, up.has(name) ? "yes" : "no"];
  const pairs = identity.flat();
  const unique = (names: readonly string[]) => [...new Set(names)];
  return [
    ...unique(pairs.map(({ browser }) => browser)).map((name) =>
      row(name, "the SDK, and the server on restore", "yes"),
    ),
    ...unique(pairs.map(({ server }) => server)).map((name) =>
      row(name, down.has(name) ? "the vendor, and the server as its twin" : "the server, as its twin", "no"),
    ),
    ...scriptCookies.map((name) => row(name, "the SDK", "yes")),
    ...[...down]
      .filter((name) => !pairs.some(({ server }) => server === name))
      .map((name) => row(name, "the vendor", "as it says")),
    row(`fp_reset_${id}`, "the snippet, at a log-out", "yes"),
    row(`fp_reset_${id}_srvr`, "the server, after one: who has come since", "no"),
    row("fp_withdrawn", "the server, when consent is taken back", "no"),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}
