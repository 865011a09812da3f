import type { ConsentSource } from "./consent/consent-types.ts";
import { ConfigError } from "./mistakes.ts";
import type { Rate, Vendor } from "./types.ts";

/** Reads a variable's text. Throws a ConfigError that names the variable. */
export type Reader = (value: string, name: string) => unknown;

export function text(value: string): string {
  return value;
}

/** `none` is the empty list; an empty value is more likely a secret that was not set. */
export function words(value: string, name: string): string[] {
  if (value.trim() === "") throw new ConfigError(`${name} must list something, or say none (got "")`);
  return value.trim() === "none" ? [] : value.split(",").map((word) => word.trim());
}

/** At least one: `none` would be a mistake. */
export function someWords(value: string, name: string): string[] {
  if (/^(?:none)?$/.test(value.trim()))
    throw new ConfigError(
      `${name} must list something; unset it where it is not to count (got ${JSON.stringify(value)})`,
    );
  return words(value, name);
}

/** `KEY1,KEY2`, or each with its domains: `KEY1=example.com+example.de,KEY2=example.fr`. */
export function keys(value: string, name: string): NonNullable<Vendor["keys"]> {
  const each = someWords(value, name);
  const bound = each.flatMap((word) => {
    const [, key = "", domains = ""] = /^([^=]+)=([^=]+)$/.exec(word) ?? [];
    return key === "" ? [] : [[key, domains.split("+")] as const];
  });
  if (bound.length === each.length) return Object.fromEntries(bound);
  if (!value.includes("=")) return each;
  throw new ConfigError(
    `${name} must bind each of its keys to domains, or none: KEY1=example.com+example.de,KEY2=example.fr (got ${JSON.stringify(value)})`,
  );
}

/** `shop`, or several names with whose each is: `shop=KEY1,store=KEY2`. */
export function names(value: string, name: string): string | Record<string, string> {
  return value.includes("=") ? pairs(value, name) : value;
}

/** `gpc`, and cookies as `name=granted` or `name=granted/denied`. */
export function sources(value: string, name: string): ConsentSource[] {
  return someWords(value, name).map((word) => {
    if (word === "gpc") return word;
    const [, cookie = "", granted = "", denied] = /^([^=]+)=([^/]+)(?:\/([^/]+))?$/.exec(word) ?? [];
    if (cookie === "")
      throw new ConfigError(`${name} must list gpc, or cookies such as analytics=yes/no (got ${JSON.stringify(word)})`);
    return { cookie, granted, denied };
  });
}

export function pairs(value: string, name: string): Record<string, string> {
  return Object.fromEntries(words(value, name).map((word) => [word.replace(/=.*/, ""), word.replace(/[^=]*=?/, "")]));
}

export function rate(value: string, name: string): Rate | false {
  if (value === "off") return false;
  const [, perSecond, burst] = /^(\d+(?:\.\d+)?)\/(\d+)$/.exec(value) ?? [];
  if (burst === undefined)
    throw new ConfigError(
      `${name} must be off, or tokens a second and at most, such as 10/300 (got ${JSON.stringify(value)})`,
    );
  return { perSecond: Number(perSecond), burst: Number(burst) };
}

export function number(value: string, name: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new ConfigError(`${name} must be a whole number (got ${JSON.stringify(value)})`);
}

const FLAG = /^(?:true|1|false|0)?$/;

/** An empty value, as of a switch that was set back, is off. */
export function flag(value: string, name: string): boolean {
  if (FLAG.test(value)) return value === "true" || value === "1";
  throw new ConfigError(`${name} must be true or false (got ${JSON.stringify(value)})`);
}

export function flagOrText(value: string, name: string): boolean | string {
  return FLAG.test(value) ? flag(value, name) : value;
}

/** `all`, or vendors by id; else as `flag`. */
export function vendorsOrAll(value: string, name: string): boolean | string[] {
  return value === "all" || (FLAG.test(value) ? flag(value, name) : words(value, name));
}
