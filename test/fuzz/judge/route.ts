import type { Config, RelayRoute, Route, Vendor } from "../../../core/index.ts";

/** Where a target leads, by the vendors' data. */
export interface Led {
  readonly vendor: Vendor;
  readonly route: Route;
  /** Below the vendor's path, with the slash. */
  readonly rest: string;
  readonly search: string;
}

export function isRelay(route: Route): route is RelayRoute {
  return "host" in route;
}

/** Undefined where no route has this path. Says nothing on whether the path is one to serve. */
export function leadsTo(url: string, config: Config): Led | undefined {
  const [, path, search = ""] = /^(?:https?:\/\/[^/?#]*)?(\/[^?#]*)(\?[^#]*)?$/i.exec(url) ?? [];
  if (path === undefined) return undefined;
  for (const vendor of config.vendors) {
    if (!path.startsWith(`${vendor.path}/`)) continue;
    const rest = path.slice(vendor.path.length);
    const route = vendor.routes.find((each) => matches(each.path, rest));
    if (route !== undefined) return { vendor, route, rest, search };
  }
  return undefined;
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.slice(1).split("/");
  const found = path.replace(/\/$/, "").slice(1).split("/");
  return wanted.every((segment, index) => {
    const isLast = index === wanted.length - 1;
    if (segment.endsWith("+") && isLast) return found.length > index && found[index] !== "";
    if (isLast && found.length !== wanted.length) return false;
    return segment.startsWith(":") ? (found[index] ?? "") !== "" : found[index] === segment;
  });
}

/** What a server may make of a path that decodes it again and again. */
export function fullyDecoded(path: string): string {
  let text = path;
  for (let round = 0; round < 5; round++) {
    const next = text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (next === text) break;
    text = next;
  }
  return text;
}
