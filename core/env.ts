import { ConfigError } from "./mistakes.ts";
import type { Config, Vendor } from "./types.ts";
import { hightouch } from "./vendors/hightouch.ts";

/** The vendors that an environment can name. */
const FACTORIES = { hightouch } as const;

type Draft = { -readonly [Key in keyof Config]: Config[Key] };

/**
 * Reads a config from environment variables, over `base` where one is given. Pure: reads `env` and nothing else. Throws a TypeError
 * on an unknown `FIRSTPARTY_*` name and on a value of the wrong form.
 *
 * - `FIRSTPARTY_VENDORS`, `FIRSTPARTY_COOKIE_DOMAINS`, `FIRSTPARTY_ALLOW_ORIGINS`: comma-separated; `none` is `[]`
 * - `FIRSTPARTY_PUBLIC_HOST`, `FIRSTPARTY_TRUSTED_HOPS`, `FIRSTPARTY_CLIENT_IP_HEADER`, `FIRSTPARTY_COOKIE_MAX_AGE_DAYS`,
 *   `FIRSTPARTY_LIMITS_BODY_BYTES`, `FIRSTPARTY_LIMITS_GROUP_BYTES`, `FIRSTPARTY_TIMEOUTS_HEADERS_MS`, `FIRSTPARTY_TIMEOUTS_RETRY_MS`
 * - `FIRSTPARTY_<VENDOR>_PATH`, `FIRSTPARTY_<VENDOR>_HOSTS_<HOST>`: one vendor's path and upstream base URLs
 */
export function configFromEnv(env: Readonly<Record<string, string | undefined>>, base: Partial<Config> = {}): Config {
  const draft: Partial<Draft> = { ...base };
  const ofVendor: [name: string, value: string][] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("FIRSTPARTY_") || value === undefined) continue;
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (read) read(draft, value, name);
    else ofVendor.push([name, value]);
  }
  for (const [name, value] of ofVendor) draft.vendors = withVariable(draft.vendors ?? [], name, value);
  // What is still missing is for createFirstParty to say, in one place and in one wording.
  return draft as Config;
}

const READERS: Readonly<Record<string, (draft: Partial<Draft>, value: string, name: string) => void>> = {
  FIRSTPARTY_VENDORS: (draft, value, name) => {
    draft.vendors = words(name, value).map(vendorNamed);
  },
  FIRSTPARTY_COOKIE_DOMAINS: (draft, value, name) => {
    draft.cookieDomains = words(name, value);
  },
  FIRSTPARTY_ALLOW_ORIGINS: (draft, value, name) => {
    draft.allowOrigins = words(name, value);
  },
  FIRSTPARTY_PUBLIC_HOST: (draft, value) => {
    draft.publicHost = value;
  },
  FIRSTPARTY_TRUSTED_HOPS: (draft, value, name) => {
    draft.trustedHops = number(name, value);
  },
  FIRSTPARTY_CLIENT_IP_HEADER: (draft, value) => {
    draft.clientIpHeader = value;
  },
  FIRSTPARTY_COOKIE_MAX_AGE_DAYS: (draft, value, name) => {
    draft.cookie = { ...draft.cookie, maxAgeDays: number(name, value) };
  },
  FIRSTPARTY_LIMITS_BODY_BYTES: (draft, value, name) => {
    draft.limits = { ...draft.limits, bodyBytes: number(name, value) };
  },
  FIRSTPARTY_LIMITS_GROUP_BYTES: (draft, value, name) => {
    draft.limits = { ...draft.limits, groupBytes: number(name, value) };
  },
  FIRSTPARTY_TIMEOUTS_HEADERS_MS: (draft, value, name) => {
    draft.timeouts = { ...draft.timeouts, headersMs: number(name, value) };
  },
  FIRSTPARTY_TIMEOUTS_RETRY_MS: (draft, value, name) => {
    draft.timeouts = { ...draft.timeouts, retryMs: number(name, value) };
  },
};

/** Vendors are data, so a path or a host can be replaced in one that a config file made. */
function withVariable(vendors: readonly Vendor[], name: string, value: string): readonly Vendor[] {
  const [, id, field, host = ""] =
    /^FIRSTPARTY_([A-Z][A-Z0-9]*)_(PATH|HOSTS_([A-Z_]+))$/.exec(name)?.map((part) => part?.toLowerCase()) ?? [];
  const vendor = Array.isArray(vendors) ? vendors.find((each: Vendor | null) => each?.id === id) : undefined;
  if (vendor === undefined) {
    throw new ConfigError(
      `${name} is not a variable of firstparty; it takes ${Object.keys(READERS).join(", ")}, and FIRSTPARTY_<VENDOR>_PATH or _HOSTS_<HOST> of a configured vendor`,
    );
  }
  return vendors.map((each) =>
    each === vendor ? replaced(vendor, name, field === "path" ? undefined : host, value) : each,
  );
}

function replaced(vendor: Vendor, name: string, host: string | undefined, value: string): Vendor {
  if (host === undefined) return { ...vendor, path: value };
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

/** `none` is the empty list; an empty value is more likely a secret that was not set. */
function words(name: string, value: string): string[] {
  if (value.trim() === "") throw new ConfigError(`${name} must list something, or say none (got "")`);
  return value.trim() === "none" ? [] : value.split(",").map((word) => word.trim());
}

function number(name: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new ConfigError(`${name} must be a whole number (got ${JSON.stringify(value)})`);
}
