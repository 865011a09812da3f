import type { ConsentSource } from "./consent/consent-types.ts";
import { ConfigError } from "./mistakes.ts";
import { resolveConfig } from "./options.ts";
import type { Config, Rate, Vendor } from "./types.ts";
import { hightouch } from "./vendors/hightouch.ts";

/** The vendors that an environment can name. */
const FACTORIES = { hightouch } as const;

type Draft = { -readonly [Key in keyof Config]: Config[Key] };

/**
 * Reads a config from environment variables, over `base` where one is given. Pure: reads `env` and nothing else. Throws a TypeError
 * on an unknown `FIRSTPARTY_*` name and on a value of the wrong form.
 *
 * - `FIRSTPARTY_VENDORS`, `FIRSTPARTY_COOKIE_DOMAINS`, `FIRSTPARTY_ALLOW_ORIGINS`, `FIRSTPARTY_PRIVACY_STRIP_QUERY`: comma-separated; `none` is `[]`
 * - `FIRSTPARTY_PRIVACY_GEO`: what is told and in which header, `country=x-geo-country,city=x-geo-city`
 * - `FIRSTPARTY_DISABLED`: the kill switch, `all` or vendors by id, comma-separated
 * - `FIRSTPARTY_RATE_LIMIT_IDENTITY`, `FIRSTPARTY_RATE_LIMIT_COLLECT`: tokens a second and at most, `10/300`, or `off`
 * - `FIRSTPARTY_<OPTION>` and `FIRSTPARTY_<OPTION>_<FIELD>`: the other plain options, for example `FIRSTPARTY_TRUSTED_HOPS`, `FIRSTPARTY_LIMITS_BODY_BYTES`
 * - `FIRSTPARTY_<VENDOR>_PATH`, `FIRSTPARTY_<VENDOR>_HOSTS_<HOST>`, `FIRSTPARTY_<VENDOR>_WRITE_KEYS`: one vendor's path, upstream base URLs,
 *   and the keys that pass, comma-separated
 */
export function configFromEnv(env: Readonly<Record<string, string | undefined>>, base: Partial<Config> = {}): Config {
  const draft: Partial<Draft> = { ...base };
  const ofVendor: [name: string, value: string][] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("FIRSTPARTY_") || value === undefined) continue;
    const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
    if (variable === undefined) {
      ofVendor.push([name, value]);
      continue;
    }
    const [option, field, read] = variable;
    const given = read(value, name);
    check(name, option, field, given);
    Object.assign(draft, { [option]: field === undefined ? given : { ...(draft[option] as object), [field]: given } });
  }
  for (const [name, value] of ofVendor) draft.vendors = withVariable(draft.vendors ?? [], name, value);
  // What is still missing is for createFirstParty to say, in one place and in one wording.
  return draft as Config;
}

/** A mistake is named for the variable that has it: the option's name stands nowhere in such a set-up. What is about vendors is judged with them. */
function check(name: string, option: keyof Config, field: string | undefined, given: unknown): void {
  if (option === "vendors" || option === "disabled") return;
  const least: Config = { vendors: [hightouch()], cookieDomains: [] };
  try {
    resolveConfig({ ...least, [option]: field === undefined ? given : { [field]: given } });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message.replace(field === undefined ? option : `${option}.${field}`, name));
  }
}

type Reader = (value: string, name: string) => unknown;

/** Which option a variable sets, and how its text is read. */
const VARIABLES: Readonly<Record<string, readonly [option: keyof Config, field: string | undefined, read: Reader]>> = {
  FIRSTPARTY_VENDORS: ["vendors", undefined, (value, name) => words(value, name).map(vendorNamed)],
  FIRSTPARTY_COOKIE_DOMAINS: ["cookieDomains", undefined, words],
  FIRSTPARTY_ALLOW_ORIGINS: ["allowOrigins", undefined, words],
  FIRSTPARTY_PUBLIC_HOST: ["publicHost", undefined, text],
  FIRSTPARTY_TRUSTED_HOPS: ["trustedHops", undefined, number],
  FIRSTPARTY_CLIENT_IP_HEADER: ["clientIpHeader", undefined, text],
  FIRSTPARTY_DISABLED: ["disabled", undefined, vendorsOrAll],
  FIRSTPARTY_CONSENT_FROM: ["consent", "from", sources],
  FIRSTPARTY_RATE_LIMIT_IDENTITY: ["rateLimit", "identity", rate],
  FIRSTPARTY_RATE_LIMIT_COLLECT: ["rateLimit", "collect", rate],
  FIRSTPARTY_COOKIE_MAX_AGE_DAYS: ["cookie", "maxAgeDays", number],
  FIRSTPARTY_LIMITS_BODY_BYTES: ["limits", "bodyBytes", number],
  FIRSTPARTY_LIMITS_GROUP_BYTES: ["limits", "groupBytes", number],
  FIRSTPARTY_LIMITS_URL_BYTES: ["limits", "urlBytes", number],
  FIRSTPARTY_LIMITS_HEADER_BYTES: ["limits", "headerBytes", number],
  FIRSTPARTY_LIMITS_IN_FLIGHT: ["limits", "inFlight", number],
  FIRSTPARTY_TIMEOUTS_HEADERS_MS: ["timeouts", "headersMs", number],
  FIRSTPARTY_TIMEOUTS_RETRY_MS: ["timeouts", "retryMs", number],
  FIRSTPARTY_TIMEOUTS_BODY_MS: ["timeouts", "bodyMs", number],
  FIRSTPARTY_PRIVACY_CLIENT_ADDRESS: ["privacy", "clientAddress", text],
  FIRSTPARTY_PRIVACY_USER_AGENT: ["privacy", "userAgent", text],
  FIRSTPARTY_PRIVACY_STRIP_QUERY: ["privacy", "stripQuery", words],
  FIRSTPARTY_PRIVACY_REFERER: ["privacy", "referer", text],
  FIRSTPARTY_PRIVACY_GEO: ["privacy", "geo", pairs],
};

/** Vendors are data, so a path, a host or the keys can be replaced in one that a config file made. */
function withVariable(vendors: readonly Vendor[], name: string, value: string): readonly Vendor[] {
  const [, id, field = "", host] =
    /^FIRSTPARTY_([A-Z][A-Z0-9]*)_(PATH|WRITE_KEYS|HOSTS_([A-Z_]+))$/.exec(name)?.map((part) => part?.toLowerCase()) ??
    [];
  const vendor = Array.isArray(vendors) ? vendors.find((each: Vendor | null) => each?.id === id) : undefined;
  if (vendor === undefined) {
    throw new ConfigError(
      `${name} is not a variable of firstparty; it takes ${Object.keys(VARIABLES).join(", ")}, and FIRSTPARTY_<VENDOR>_PATH, _WRITE_KEYS or _HOSTS_<HOST> of a configured vendor`,
    );
  }
  return vendors.map((each) => {
    if (each !== vendor) return each;
    if (host !== undefined) return withHost(vendor, name, host, value);
    return field === "path" ? { ...vendor, path: value } : { ...vendor, keys: someWords(value, name) };
  });
}

function withHost(vendor: Vendor, name: string, host: string, value: string): Vendor {
  const key = Object.keys(vendor.hosts).find((known) => known.toLowerCase() === host.replaceAll("_", ""));
  if (key === undefined) {
    throw new ConfigError(`${name} names no host of ${vendor.id}(); it has ${Object.keys(vendor.hosts).join(", ")}`);
  }
  return { ...vendor, hosts: { ...vendor.hosts, [key]: value } };
}

function vendorNamed(id: string): Vendor {
  const factory = Object.hasOwn(FACTORIES, id) ? FACTORIES[id as keyof typeof FACTORIES] : undefined;
  if (factory === undefined) {
    throw new ConfigError(
      `FIRSTPARTY_VENDORS must name vendors out of ${Object.keys(FACTORIES).join(", ")} (got ${JSON.stringify(id)})`,
    );
  }
  return factory();
}

function text(value: string): string {
  return value;
}

/** `all`, or vendors by id. An empty value, as of a switch that was set back, switches nothing off. */
function vendorsOrAll(value: string, name: string): boolean | string[] {
  if (value === "" || value === "false" || value === "0") return false;
  return value === "all" || value === "true" || value === "1" ? true : words(value, name);
}

function rate(value: string, name: string): Rate | false {
  if (value === "off") return false;
  const [, perSecond, burst] = /^(\d+(?:\.\d+)?)\/(\d+)$/.exec(value) ?? [];
  if (burst === undefined)
    throw new ConfigError(
      `${name} must be off, or tokens a second and at most, such as 10/300 (got ${JSON.stringify(value)})`,
    );
  return { perSecond: Number(perSecond), burst: Number(burst) };
}

/** `none` is the empty list; an empty value is more likely a secret that was not set. */
function words(value: string, name: string): string[] {
  if (value.trim() === "") throw new ConfigError(`${name} must list something, or say none (got "")`);
  return value.trim() === "none" ? [] : value.split(",").map((word) => word.trim());
}

function someWords(value: string, name: string): string[] {
  if (/^(?:none)?$/.test(value.trim()))
    throw new ConfigError(
      `${name} must list something; unset it where it is not to count (got ${JSON.stringify(value)})`,
    );
  return words(value, name);
}

/** `gpc`, and cookies as `name=granted` or `name=granted/denied`. */
function sources(value: string, name: string): ConsentSource[] {
  return someWords(value, name).map((word) => {
    if (word === "gpc") return word;
    const [, cookie = "", granted = "", denied] = /^([^=]+)=([^/]+)(?:\/([^/]+))?$/.exec(word) ?? [];
    if (cookie === "")
      throw new ConfigError(`${name} must list gpc, or cookies such as analytics=yes/no (got ${JSON.stringify(word)})`);
    return { cookie, granted, denied };
  });
}

function pairs(value: string, name: string): Record<string, string> {
  return Object.fromEntries(words(value, name).map((word) => [word.replace(/=.*/, ""), word.replace(/[^=]*=?/, "")]));
}

function number(value: string, name: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new ConfigError(`${name} must be a whole number (got ${JSON.stringify(value)})`);
}
