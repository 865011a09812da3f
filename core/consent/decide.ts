import { namePattern } from "../cookie-names.ts";
import type { Exchange } from "../endpoint.ts";
import { type FailurePlace, FirstPartyError, tell } from "../errors.ts";
import { cookiesOf, parseCookieHeader, type RequestCookies } from "../cookie-header.ts";
import type { Settings } from "../options.ts";
import type { Vendor } from "../types.ts";
import type { ConsentAsked, ConsentEffect, ConsentSource, ConsentState } from "./consent-types.ts";
import { WITHDRAWN } from "./marker.ts";

/** What holds for one request to one vendor. */
export interface Decision {
  /** Undefined where nobody had to be asked. */
  readonly state: ConsentState | undefined;
  readonly effect: ConsentEffect;
}

/** `parsed`: the request's cookies, where they are at hand. */
type Decide = (exchange: Exchange, parsed?: RequestCookies) => Decision;

type Ask = (asked: ConsentAsked, cookies: RequestCookies) => unknown;

const NO_COOKIES = parseCookieHeader(null);

/** The marker, wherever a header or several that were joined by commas may have it: read strictly, it has to hold. */
const MARKED = new RegExp(`(?:^|[;,])[ \\t]*${WITHDRAWN}[ \\t]*=`);

/** As the standard has it, 1; also of two header lines, joined. */
const GPC = /(?:^|,)\s*1\s*(?:,|$)/;

/**
 * Finds out what a visitor agreed to for a vendor: denied by anything wins, then unknown, else granted. Where the config asks nothing and
 * the vendor knows no opt-out, it costs a search of the Cookie header for the marker of a withdrawal.
 */
export function decider(vendor: Vendor, settings: Settings, place: FailurePlace): Decide {
  const { from, effects } = settings.consent;
  const notAsked: Decision = { state: undefined, effect: effects.granted };
  const granted: Decision = { state: "granted", effect: effects.granted };
  const unknown: Decision = { state: "unknown", effect: effects.unknown };
  const denied: Decision = { state: "denied", effect: effects.denied };
  const failed: Decision = { state: "unknown", effect: atItsStrictest(effects.unknown) };
  // A marker has to hold, also where the config would keep those who deny, and let their events pass.
  const { relay } = effects.denied;
  const withdrawn: Decision = {
    state: "denied",
    effect: { identity: "expire", relay: relay === "pass" ? "refuse" : relay },
  };
  const optOut = vendor.optOut ?? [];
  const sources = [...optOut.map(optOutSource), ...from.map(sourceOf)];
  const readsCookies = optOut.length > 0 || from.some((source) => source !== "gpc");

  return ({ request, context }, parsed) => {
    const header = request.header("cookie");
    if (header !== null && header.includes(WITHDRAWN) && MARKED.test(header)) return withdrawn;
    if (sources.length === 0) return notAsked;
    const cookies = parsed ?? (readsCookies ? cookiesOf(request, settings.headerBytes, place) : NO_COOKIES);
    let decision = granted;
    // A cookie that is there more than once: nobody knows which of them its tool wrote, so each is asked about, and the strictest counts.
    let turn = 0;
    let turns = 1;
    const asked: ConsentAsked = {
      vendor: vendor.id,
      cookie(name) {
        if (!cookies.isDoubled(name)) return cookies.get(name);
        const values = cookies.all(name);
        turns = Math.max(turns, values.length);
        return values[Math.min(turn, values.length - 1)];
      },
      header: (name) => request.header(name.toLowerCase()),
      geo: context.geo,
    };
    for (const ask of sources) {
      let failure: { readonly cause: unknown } | undefined;
      for (turn = 0, turns = 1; turn < turns; turn++) {
        try {
          const said = ask(asked, cookies);
          if (said === "denied") return denied;
          if (said === undefined || said === "granted") continue;
          if (said !== "unknown") throw noState(said);
          if (decision === granted) decision = unknown;
        } catch (cause) {
          failure = { cause };
        }
      }
      if (failure === undefined) continue;
      decision = failed;
      tell(settings.onError, new FirstPartyError("consent_failed", { ...place, ...failure }));
    }
    return decision;
  };
}

/** Nothing is known of a visitor whom nobody could ask: as with `unknown`, and in no case with more. */
function atItsStrictest({ identity, relay }: ConsentEffect): ConsentEffect {
  return { identity: identity === "keep" ? "none" : identity, relay: relay === "pass" ? "strip" : relay };
}

function noState(said: unknown): TypeError {
  // Of an async function nobody would catch the rejection, which ends a process.
  if (said instanceof Promise) said.catch(() => {});
  return new TypeError(`a function of consent.from returned what is no state (${typeof said})`);
}

function optOutSource({ cookie, value }: NonNullable<Vendor["optOut"]>[number]): Ask {
  const pattern = namePattern(cookie);
  const says = (held: string | undefined) =>
    held !== undefined && (value === undefined || held === value) ? "denied" : undefined;
  if (pattern.isPlain) return ({ cookie: read }) => says(read(cookie));
  return (_, { names, all }) =>
    names.some((name) => pattern.starOf(name) !== undefined && all(name).some((held) => says(held) !== undefined))
      ? "denied"
      : undefined;
}

function sourceOf(source: ConsentSource): Ask {
  if (typeof source === "function") return source;
  if (source === "gpc") return ({ header }) => (GPC.test(header("sec-gpc") ?? "") ? "denied" : undefined);
  const { cookie, granted, denied } = source;
  return ({ cookie: read }) => {
    const value = read(cookie);
    if (value === undefined) return "unknown";
    if (denied !== undefined && matches(value, denied)) return "denied";
    return matches(value, granted) ? "granted" : "unknown";
  };
}

function matches(value: string, expected: string | RegExp): boolean {
  return typeof expected === "string" ? value === expected : expected.test(value);
}
