import { gunzipSync } from "node:zlib";
import { holds } from "../broken.ts";
import type { Outcome, UpCall } from "../exchange.ts";
import { hostOf, isUnder } from "./site.ts";

/** Nobody else's data runs through the domain: of every key that any reader could find in what goes up, it is one of this host. */
export function judgeKeys({ up, config, seen }: Outcome): void {
  const host = hostOf(seen.host ?? "") ?? "";
  for (const call of up) {
    const keys = config.vendors.find(({ hosts }) =>
      Object.values(hosts).some((base) => call.url.startsWith(base)),
    )?.keys;
    if (keys === undefined) continue;
    const bound = new Map<string, readonly string[]>(Object.entries(keys));
    const found = keysIn(call);
    for (const key of found)
      holds(
        "only keys of this host go up",
        bound.get(key)?.some((domain) => isUnder(host, domain.toLowerCase())) === true,
        `${key} on ${host}`,
      );
    holds("nothing goes up without a key", found.length > 0 || isFile(call.url, ".js"), call.url);
    if (isFile(call.url, "/two.js")) holds("a route for one key is on its own domain", isUnder(host, "shop.de"), host);
  }
}

function isFile(url: string, end: string): boolean {
  return new URL(url).pathname.endsWith(end);
}

function keysIn({ url, headers, body }: UpCall): string[] {
  const { pathname, search } = new URL(url);
  // A file is its address, whatever else stands there.
  const [, ofPath] = /\/p\/([^/]*)\/settings$/.exec(pathname) ?? [];
  if (ofPath !== undefined) return [decodeURIComponent(ofPath)];
  if (pathname.endsWith(".js")) return [];
  const asked = [new URLSearchParams(search), new URLSearchParams(search.replaceAll(";", "&"))];
  const data = asked.flatMap((query) => query.getAll("data"));
  // Node reads base64 of both alphabets, and over whatever is none: with the blank in it, and as the + that it was.
  const read = [...data, ...data.map((text) => text.replaceAll(" ", "+"))].map((text) =>
    Buffer.from(text, "base64").toString(),
  );
  const [, basic] = /^basic (.*)$/i.exec(headers["authorization"] ?? "") ?? [];
  return [
    ...asked.flatMap((query) => query.getAll("key")),
    ...[...read, ...readings(body ?? "", headers["content-encoding"])].flatMap(keysOfText),
    ...(basic === undefined ? [] : [Buffer.from(basic, "base64").toString().split(":")[0] ?? ""]),
  ];
}

/** A body as any reader could take it: by its label all members of gzip, and by nothing as it is. */
function readings(body: string, label = ""): string[] {
  const bytes = Buffer.from(body, "latin1");
  try {
    return /gzip/i.test(label) ? [bytes.toString(), gunzipSync(bytes).toString()] : [bytes.toString()];
  } catch {
    return [bytes.toString()];
  }
}

/** As written, in any case, twice or escaped; and as parsed. */
function keysOfText(text: string): string[] {
  const written = [...text.matchAll(/"writeKey"\s*:\s*("(?:[^"\\]|\\.)*")/gi)].map(([, value = '""']) => value);
  try {
    return [...written.map((value) => String(JSON.parse(value))), ...keysOfValue(JSON.parse(text))];
  } catch {
    // What is no JSON says nothing to anybody.
    return [];
  }
}

function keysOfValue(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name.toLowerCase() === "writekey" ? [String(each)] : keysOfValue(each),
  );
}
