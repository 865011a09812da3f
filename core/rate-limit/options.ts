import { checkKeys, mistake } from "../mistakes.ts";
import type { Config, Rate } from "../types.ts";

export interface RateSettings {
  /** `undefined`: nobody said; it is for the platform. */
  readonly identity: Rate | false | undefined;
  readonly collect: Rate | false;
}

export function rateSettings(value: Config["rateLimit"] = {}): RateSettings {
  checkKeys("rateLimit", value, ["identity", "collect"]);
  return {
    identity: value.identity === undefined ? undefined : rate("rateLimit.identity", value.identity),
    collect: rate("rateLimit.collect", value.collect ?? false),
  };
}

function rate(option: string, value: Rate | false): Rate | false {
  if (value === false) return false;
  checkKeys(option, value, ["perSecond", "burst"]);
  for (const [name, given] of [
    ["perSecond", value.perSecond],
    ["burst", value.burst],
  ] as const) {
    if (!(Number.isFinite(given) && given > 0)) throw mistake(`${option}.${name}`, "must be a number above 0", given);
  }
  if (value.burst < 1) throw mistake(`${option}.burst`, "must be 1 at least, or no call passes", value.burst);
  return value;
}
