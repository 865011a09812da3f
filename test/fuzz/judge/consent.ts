import type { ConsentEffect, ConsentSource, ConsentState, Vendor } from "../../../core/index.ts";
import { holds, same } from "../broken.ts";
import type { Outcome } from "../exchange.ts";
import { cookiesOf, isNamed } from "./names.ts";
import { isRelay, leadsTo } from "./route.ts";
import { parseSetCookie } from "./set-cookie.ts";

const DEFAULTS: Readonly<Record<ConsentState, ConsentEffect>> = {
  granted: { identity: "keep", relay: "pass" },
  unknown: { identity: "none", relay: "refuse" },
  denied: { identity: "expire", relay: "refuse" },
};

/** What a visitor's consent lets happen for a vendor, by the words of `Consent`. */
export function effectOf({ seen, config }: Pick<Outcome, "seen" | "config">, { optOut = [] }: Vendor): ConsentEffect {
  const cookies = cookiesOf(seen.header("cookie"));
  const effect = (state: ConsentState) => ({ ...DEFAULTS[state], ...config.consent?.[state] });
  if (cookies.has("fp_withdrawn")) return { ...effect("denied"), identity: "expire" };
  const isOut = [...cookies].some(([name, value]) =>
    optOut.some((each) => isNamed(name, [each.cookie]) && (each.value === undefined || each.value === value)),
  );
  const said = (config.consent?.from ?? []).map((source) => stateOf(source, seen, cookies));
  if (isOut || said.includes("denied")) return effect("denied");
  return effect(said.includes("unknown") ? "unknown" : "granted");
}

function stateOf(
  source: ConsentSource,
  seen: Outcome["seen"],
  cookies: ReadonlyMap<string, string>,
): ConsentState | undefined {
  if (source === "gpc") return seen.header("sec-gpc") === "1" ? "denied" : undefined;
  if (typeof source === "function") throw new Error("functions are not for these sites");
  const value = cookies.get(source.cookie);
  const is = (wanted: string | RegExp) => (typeof wanted === "string" ? value === wanted : wanted.test(value ?? ""));
  if (value === undefined) return "unknown";
  if (source.denied !== undefined && is(source.denied)) return "denied";
  return is(source.granted) ? "granted" : "unknown";
}

/** Where consent is missing nothing personal goes up, no cookie is written, and none of the vendor's comes back. */
export function judgeConsent(outcome: Outcome): void {
  const led = leadsTo(outcome.seen.url, outcome.config);
  if (led === undefined) return;
  const { answered, up, seen } = outcome;
  const { relay, identity } = effectOf(outcome, led.vendor);
  if (isRelay(led.route)) {
    if (relay === "pass") return;
    if (relay === "refuse" && led.route.kind === "collect")
      holds("a refused event goes nowhere", up.length === 0, seen.url);
    same("no vendor's cookie comes back without consent", answered.setCookies[0], undefined);
    for (const { headers, body } of up) {
      same("no cookie goes up without consent", headers["cookie"], undefined);
      same("no address goes up without consent", headers["x-forwarded-for"], undefined);
      if (led.route.kind === "collect")
        holds("no person goes up without consent", !(body ?? "").includes("canaryPerson"), body);
    }
  } else if (["renew", "restore-script"].includes(led.route.kind) && identity !== "keep") {
    for (const line of answered.setCookies)
      same("no cookie is written without consent", parseSetCookie(line).attribute("max-age"), "0");
  }
}
