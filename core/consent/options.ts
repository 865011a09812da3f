import { NAME_TOKEN } from "../cookie-names.ts";
import { checkKeys, list, mistake, oneOf } from "../mistakes.ts";
import type { Config } from "../types.ts";
import type { ConsentEffect, ConsentSource, ConsentState } from "./consent-types.ts";

/** Consent as it was configured, with its defaults filled in. */
export interface ConsentSettings {
  /** Empty: nobody has to be asked. */
  readonly from: readonly ConsentSource[];
  readonly effects: Readonly<Record<ConsentState, ConsentEffect>>;
}

const DEFAULTS: ConsentSettings["effects"] = {
  granted: { identity: "keep", relay: "pass" },
  unknown: { identity: "none", relay: "refuse" },
  denied: { identity: "expire", relay: "refuse" },
};

export function consentSettings(value: Config["consent"]): ConsentSettings {
  if (value === undefined) return { from: [], effects: DEFAULTS };
  checkKeys("consent", value, ["from", "granted", "unknown", "denied"]);
  const from = list("consent.from", value.from);
  if (from.length === 0) throw mistake("consent.from", 'must name a source at least, for example ["gpc"]', from);
  for (const source of from) checkSource(source);
  const effect = (state: ConsentState): ConsentEffect => {
    const given = value[state] ?? {};
    checkKeys(`consent.${state}`, given, ["identity", "relay"], '{ relay: "strip" }');
    const { identity = DEFAULTS[state].identity, relay = DEFAULTS[state].relay } = given;
    return {
      identity: oneOf(`consent.${state}.identity`, identity, ["keep", "none", "expire"]),
      relay: oneOf(`consent.${state}.relay`, relay, ["pass", "strip", "refuse"]),
    };
  };
  return { from, effects: { granted: effect("granted"), unknown: effect("unknown"), denied: effect("denied") } };
}

function checkSource(source: ConsentSource): void {
  if (source === "gpc" || typeof source === "function") return;
  if (typeof source === "string")
    throw mistake(
      "consent.from",
      'must hold "gpc", a cookie such as { cookie: "cc", granted: "yes" }, or a function',
      source,
    );
  checkKeys("consent.from[]", source, ["cookie", "granted", "denied"]);
  if (typeof source.cookie !== "string" || !NAME_TOKEN.test(source.cookie))
    throw mistake("consent.from[] cookie", "must be the name of a cookie", source.cookie);
  checkValue("consent.from[] granted", source.granted);
  if (source.denied !== undefined) checkValue("consent.from[] denied", source.denied);
}

function checkValue(option: string, value: string | RegExp): void {
  if (typeof value === "string" && value !== "") return;
  // Expressions with g or y remember where they were, from one visitor to the next.
  if (value instanceof RegExp && !value.global && !value.sticky) return;
  throw mistake(
    option,
    "must be the cookie's whole value, or a regular expression without g and y",
    value instanceof RegExp ? String(value) : value,
  );
}
