import type { FieldRewrite } from "../../../core/index.ts";
import { holds, same } from "../broken.ts";
import type { Outcome } from "../exchange.ts";
import { joined } from "../exchange.ts";
import { isRelay, leadsTo } from "./route.ts";
import { siteOf } from "./site.ts";

/** What stands for this service, with the scheme and without. */
export interface Home {
  readonly host: string;
  readonly url: string;
}

/** A JSON answer names this service where the route says so, and is else the vendor's; what cannot be rewritten is his to the byte. */
export function judgeRewritten(outcome: Outcome): void {
  const { sent, seen, config, up, answered, told } = outcome;
  const [led, site, call] = [leadsTo(seen.url, config), siteOf(outcome), up[0]];
  if (led === undefined || site === undefined || call === undefined || !isRelay(led.route)) return;
  const { rewrite } = led.route;
  if (rewrite === undefined) return;
  same("what is rewritten is asked for as it is", call.headers["accept-encoding"], "identity");
  if (told.length > 0 || [204, 205, 304].includes(answered.status)) return;
  const named = config.publicHost ?? (seen.host ?? "").toLowerCase();
  const isVouchedFor = config.publicHost !== undefined || (site.domain !== undefined && named === site.host);
  const cached = answered.headers["cache-control"] ?? "";
  if (!isVouchedFor) holds("what names a host that anybody can say is in no cache", /no-store/.test(cached), cached);
  if (seen.method === "HEAD") return same("HEAD claims no length", answered.headers["content-length"], undefined);
  const { headers, way } = sent.vendor;
  // What a browser would open loses its body, as does what not every fetch can decode; a stream may be one that only its platform reads.
  const type = joined(headers, "content-type") ?? "application/json";
  if (type !== "application/json" || /zstd/i.test(joined(headers, "content-encoding") ?? "")) return;
  // What breaks off has no end to judge.
  if (answered.body === null || way === "breaks") return;
  const host = named + led.vendor.path;
  const home = { host, url: `${site.isSecure ? "https" : "http"}://${host}` };
  const base = (led.vendor.hosts[led.route.host] ?? "").replace(/\/$/, "");
  same(
    "a JSON answer names this service, and is else the vendor's",
    answered.body,
    wanted(outcome, rewrite, base, home),
  );
}

function wanted({ sent: { vendor } }: Outcome, rules: readonly FieldRewrite[], base: string, home: Home): string {
  const { status, body } = vendor;
  const bytes = Buffer.from(body, "latin1");
  const text = bytes.toString();
  if (status !== 200 || body.length > 1_048_576 || !Buffer.from(text).equals(bytes)) return body;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return body;
  }
  const now = JSON.stringify(rewritten(value, rules, base, home));
  return now === JSON.stringify(value) ? body : Buffer.from(now).toString("latin1");
}

type Path = readonly (string | number)[];

/** The rules said the other way round: by every place that a value has. `base` counts among `from`. */
export function rewritten(
  value: unknown,
  rules: readonly FieldRewrite[],
  base: string,
  home: Home,
  path: Path = [],
): unknown {
  const rule = rules.find(({ at }) => leadsHere(at, path));
  if (rule?.path !== undefined) return home[rule.as] + rule.path;
  if (rule !== undefined && typeof value === "string") {
    const from = [base, ...(rule.from ?? [])].find((each) => `${value}/`.startsWith(`${each}/`));
    return from === undefined ? value : home[rule.as] + value.slice(from.length);
  }
  const below = (each: unknown, name: string | number) => rewritten(each, rules, base, home, [...path, name]);
  if (Array.isArray(value)) return value.map(below);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, each]) => [name, below(each, name)] as const);
  const added = rules.flatMap(({ at, as, path: fixed }) => {
    const last = at.at(-1) ?? "";
    const isHere = fixed !== undefined && leadsHere(at, [...path, last]) && !Object.hasOwn(value, last);
    return isHere ? [[last, home[as] + fixed] as const] : [];
  });
  return Object.fromEntries([...fields, ...added]);
}

/** Elements of a list have numbers; a field may be called `*`. */
function leadsHere(at: readonly string[], path: Path): boolean {
  if (at.length !== path.length) return false;
  return path.every((name, index) =>
    typeof name === "number" ? at[index] === "*" : name !== "*" && name === at[index],
  );
}
