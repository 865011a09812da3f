import type { ConsentEffect, ConsentFunction, ConsentSource, ConsentState, Vendor } from "../../../core/index.ts";
import { holds, same } from "../broken.ts";
import type { Outcome } from "../exchange.ts";
import { everyCookieOf, isNamed } from "./names.ts";
import { isRelay, leadsTo } from "./route.ts";
import { parseSetCookie } from "./set-cookie.ts";

const DEFAULTS: Readonly<Record<ConsentState, ConsentEffect>> = {
  granted: { identity: "keep", relay: "pass" },
  unknown: { identity: "none", relay: "refuse" },
  denied: { identity: "expire", relay: "refuse" },
};

/** What a visitor's consent lets happen for a vendor, by the words of `Consent`. */
export function effectOf({ seen, config }: Pick<Outcome, "seen" | "config">, { optOut = [] }: Vendor): ConsentEffect {
  const cookies = everyCookieOf(seen.header("cookie"));
  const effect = (state: ConsentState) => ({ ...DEFAULTS[state], ...config.consent?.[state] });
  // Also behind a comma, by which some platforms join two Cookie lines.
  const pieces = (seen.header("cookie") ?? "").split(/[;,]/).map((piece) => piece.split("="));
  if (pieces.some(([name = "", ...value]) => value.length > 0 && trimmed(name) === "fp_withdrawn"))
    return { ...effect("denied"), identity: "expire" };
  const isOut = cookies.some(([name, value]) =>
    optOut.some((each) => isNamed(name, [each.cookie]) && (each.value === undefined || each.value === value)),
  );
  const said = (config.consent?.from ?? []).flatMap((source) => statesOf(source, seen, cookies));
  if (isOut || said.includes("denied")) return effect("denied");
  return effect(said.includes("unknown") ? "unknown" : "granted");
}

/** One for each value of the cookie that is asked about. */
function statesOf(
  source: ConsentSource,
  seen: Outcome["seen"],
  cookies: readonly (readonly [name: string, value: string])[],
): ConsentState[] {
  if (source === "gpc")
    return (seen.header("sec-gpc") ?? "").split(",").some((each) => each.trim() === "1") ? ["denied"] : [];
  if (typeof source === "function") throw new Error("functions are not for these sites");
  const values = cookies.flatMap(([name, value]) => (name === source.cookie ? [value] : []));
  return values.length === 0 ? ["unknown"] : values.map((value) => stateOf(value, source));
}

function stateOf(value: string, { granted, denied }: Exclude<ConsentSource, string | ConsentFunction>): ConsentState {
  const is = (wanted: string | RegExp) => (typeof wanted === "string" ? value === wanted : wanted.test(value));
  if (denied !== undefined && is(denied)) return "denied";
  return is(granted) ? "granted" : "unknown";
}

/** Where consent is missing nothing personal goes up, no cookie is written, and none of the vendor's comes back. */
export function judgeConsent(outcome: Outcome): void {
  const led = leadsTo(outcome.seen.url, outcome.config);
  if (led === undefined) return;
  const { answered, up, seen } = outcome;
  const { relay, identity } = effectOf(outcome, led.vendor);
  if (isRelay(led.route)) {
    // A route that changes the identity takes away what is carried.
    const isGone = (line: string) => isNobodys(line) || parseSetCookie(line).attribute("max-age") === "0";
    const { identity: changes } = led.route;
    const kept = answered.setCookies.filter((line) => changes === undefined || !isGone(line));
    if (identity !== "keep") same("no cookie is written where none is kept", kept[0], undefined);
    if (relay === "pass") return;
    same("no tag comes back without consent", answered.headers["etag"] ?? answered.headers["last-modified"], undefined);
    if (relay === "refuse" && (led.route.kind === "collect" || !["GET", "HEAD"].includes(seen.method)))
      holds("a refused event goes nowhere", up.length === 0, seen.url);
    if (changes === undefined) same("no vendor's cookie comes back without consent", kept[0], undefined);
    for (const { headers, body } of up) {
      same("no cookie goes up without consent", headers["cookie"], undefined);
      const tags = ["range", "if-none-match", "if-modified-since", "if-range"].filter((name) => name in headers);
      same("no tag goes up without consent", tags[0], undefined);
      same("no address goes up without consent", headers["x-forwarded-for"], undefined);
      if (led.route.kind === "collect")
        holds("no person goes up without consent", !(body ?? "").includes("canaryPerson"), body);
    }
  } else if (["renew", "restore-script"].includes(led.route.kind) && identity !== "keep") {
    for (const line of answered.setCookies.filter((each) => !isNobodys(each)))
      same("no cookie is written without consent", parseSetCookie(line).attribute("max-age"), "0");
  }
}

/** A memory of a log-out that has come to name nobody. */
function isNobodys(line: string): boolean {
  return /^fp_reset_\w+_srvr=1;/.test(line);
}

/** Without the blanks around it, as a cookie's name is read. */
function trimmed(name: string): string {
  return name.replace(/^[ \t]+|[ \t]+$/g, "");
}
