import type { Exchange } from "../endpoint.ts";
import type { Settings } from "../options.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import type { VendorAnswer } from "./ask-vendor.ts";
import { isTooDeep } from "./json-depth.ts";

/** Makes an answer name this service; one that is not to be rewritten, or is so already, comes back as it is. */
export type AnswerRewriter = (answer: VendorAnswer, exchange: Exchange) => VendorAnswer;

/** Answers above are not read for it, and pass as they are: settings have some 10 kB. */
export const REWRITTEN_BYTES = 1_048_576;

/** Throws on bytes that are no UTF-8; a byte order mark stays, and is no JSON. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Where a field points once it is rewritten, by its value; the value itself where it stays. */
type Pointed = (value: unknown) => unknown;

/**
 * The rules of a route's `rewrite`, made once; undefined where it has none. `base`: the upstream host of the route, which counts among
 * `from`.
 *
 * An answer is written anew only where a field changes: numbers then have the precision of JavaScript, and of a name that stands twice
 * the last is left. ETag and Last-Modified stay the vendor's: what is written depends on host and path beside them, and those are the
 * URL's, so that a 304 stands for the same bytes. But for a new `publicHost`: browsers may keep the old one until the settings change.
 */
export function answerRewriter(
  vendor: Vendor,
  { rewrite = [] }: RelayRoute,
  base: string,
  settings: Settings,
): AnswerRewriter | undefined {
  if (rewrite.length === 0) return undefined;
  // The others are origins, and it may be below one of them.
  const rules = rewrite.map((rule) => ({ ...rule, from: [base, ...(rule.from ?? [])] }));
  return (answer, exchange) => {
    const { body } = answer;
    if (answer.status !== 200 || body === null || !("byteLength" in body) || body.byteLength > REWRITTEN_BYTES)
      return answer;
    const host = authority(exchange, settings) + vendor.path;
    const url = `http${exchange.site.secure ? "s" : ""}://${host}`;
    try {
      // Whatever its labels: what was encoded although nothing was asked for is JSON where the fetch has decoded it, and elsewhere no UTF-8.
      const text = utf8.decode(body);
      if (isTooDeep(text)) return answer;
      const value: unknown = JSON.parse(text);
      const changed = rules.map(({ at, as, path, from }) => {
        const home = as === "url" ? url : host;
        return rewriteField(value, at, 0, path === undefined ? (old) => moved(old, from, home) : () => home + path);
      });
      return changed.includes(true) ? { ...answer, body: new TextEncoder().encode(JSON.stringify(value)) } : answer;
    } catch {
      // No UTF-8, or no JSON.
      return answer;
    }
  };
}

/**
 * Whether a rewritten answer may be kept by caches that others ask, too. A caller can write any Host, and not every cache's key has it: one
 * that the config does not vouch for, or a port, must not get into what the next visitor is given.
 */
export function isVouchedFor(exchange: Exchange, settings: Settings): boolean {
  const { cookieDomain, host } = exchange.site;
  return (settings.publicHost ?? cookieDomain) !== undefined && authority(exchange, settings) === host;
}

/** The site's host as a URL has it, with its port. */
function authority({ request }: Exchange, { publicHost }: Settings): string {
  return publicHost ?? (request.host ?? "").toLowerCase();
}

/**
 * Whether the field that `at` leads to changed. Own fields only: `__proto__` in JSON is a field like any other, and none that is not there is
 * ever reached.
 */
function rewriteField(value: unknown, at: readonly string[], depth: number, pointed: Pointed): boolean {
  const name = at[depth] ?? "";
  if (Array.isArray(value))
    return name === "*" && value.map((each) => rewriteField(each, at, depth + 1, pointed)).includes(true);
  if (typeof value !== "object" || value === null || name === "*") return false;
  const fields = value as Record<string, unknown>;
  const old = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (depth < at.length - 1) return rewriteField(old, at, depth + 1, pointed);
  const now = pointed(old);
  if (now === old) return false;
  fields[name] = now;
  return true;
}

function moved(value: unknown, from: readonly string[], home: string): unknown {
  if (typeof value !== "string") return value;
  const base = from.find((each) => value === each || value.startsWith(`${each}/`));
  return base === undefined ? value : home + value.slice(base.length);
}
