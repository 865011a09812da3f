import { coversHost, hostPatterns, isAddress } from "./hosts.ts";
import { type ConsentSettings, consentSettings } from "./consent/options.ts";
import { checkKeys, ConfigError, list, mistake, whole } from "./mistakes.ts";
import { type IsThroughEdge, originVerify } from "./origin-verify.ts";
import { type PrivacySettings, privacySettings } from "./privacy/options.ts";
import { type RateSettings, rateSettings } from "./rate-limit/options.ts";
import type { Config, Vendor } from "./types.ts";
import { checkVendor } from "./vendors/check.ts";

/** A config with its defaults filled in and every mistake already refused. */
export interface Settings {
  readonly vendors: readonly Vendor[];
  readonly cookieDomains: readonly string[];
  readonly publicHost: string | undefined;
  readonly trustedHops: number;
  readonly clientIpHeader: string | undefined;
  readonly isThroughEdge: IsThroughEdge | undefined;
  readonly allowOrigins: ReadonlySet<string>;
  readonly maxAgeSeconds: number;
  readonly bodyBytes: number;
  readonly groupBytes: number;
  readonly headersMs: number;
  readonly retryMs: number;
  readonly bodyMs: number;
  readonly urlBytes: number;
  readonly headerBytes: number;
  readonly inFlight: number;
  readonly consent: ConsentSettings;
  readonly privacy: PrivacySettings;
  readonly rateLimit: RateSettings;
  /** Ids of the vendors that are switched off. */
  readonly disabled: ReadonlySet<string>;
  readonly onError: NonNullable<Config["onError"]>;
}

/** What browsers keep of a cookie at most (RFC 6265bis 5.5). */
export const MAX_AGE_DAYS = 400;

/**
 * Checks a config once, at start. Throws a TypeError whose message names the option, the rule and the value that broke it.
 */
export function resolveConfig(config: Config): Settings {
  checkKeys("config", config, [
    "vendors",
    "cookieDomains",
    "publicHost",
    "trustedHops",
    "clientIpHeader",
    "originVerify",
    "allowOrigins",
    "cookie",
    "limits",
    "timeouts",
    "consent",
    "privacy",
    "rateLimit",
    "disabled",
    "onError",
  ]);
  const { cookie = {}, limits = {}, timeouts = {}, onError = () => {} } = config;
  checkKeys("cookie", cookie, ["maxAgeDays"]);
  checkKeys("limits", limits, ["bodyBytes", "groupBytes", "urlBytes", "headerBytes", "inFlight"]);
  checkKeys("timeouts", timeouts, ["headersMs", "retryMs", "bodyMs"]);
  if (typeof onError !== "function") throw mistake("onError", "must be a function", onError);
  const checked = vendors(config.vendors);
  return {
    vendors: checked,
    cookieDomains: cookieDomains(config.cookieDomains),
    publicHost: config.publicHost === undefined ? undefined : publicHost(config.publicHost),
    trustedHops: whole("trustedHops", config.trustedHops ?? 0, 0, 10),
    clientIpHeader: clientIpHeader(config),
    isThroughEdge: originVerify(config, checked),
    allowOrigins: new Set(list("allowOrigins", config.allowOrigins ?? []).map(origin)),
    maxAgeSeconds: whole("cookie.maxAgeDays", cookie.maxAgeDays ?? MAX_AGE_DAYS, 1, MAX_AGE_DAYS) * 86_400,
    bodyBytes: whole("limits.bodyBytes", limits.bodyBytes ?? 1_048_576, 1),
    groupBytes: whole("limits.groupBytes", limits.groupBytes ?? 2_048, 1),
    headersMs: whole("timeouts.headersMs", timeouts.headersMs ?? 10_000, 1, 2_147_483_647),
    retryMs: whole("timeouts.retryMs", timeouts.retryMs ?? 5_000, 0, 2_147_483_647),
    bodyMs: whole("timeouts.bodyMs", timeouts.bodyMs ?? 60_000, 1, 2_147_483_647),
    urlBytes: whole("limits.urlBytes", limits.urlBytes ?? 16_384, 1),
    headerBytes: whole("limits.headerBytes", limits.headerBytes ?? 16_384, 1),
    inFlight: whole("limits.inFlight", limits.inFlight ?? 5_000, 1),
    consent: consentSettings(config.consent),
    privacy: privacySettings(config.privacy),
    rateLimit: rateSettings(config.rateLimit),
    disabled: disabled(config.disabled, checked),
    onError,
  };
}

function vendors(value: Config["vendors"]): readonly Vendor[] {
  const checked = list("vendors", value ?? []);
  if (checked.length === 0) {
    throw mistake("vendors", "must name at least one vendor, for example [hightouch()]", value);
  }
  for (const vendor of checked) checkVendor(vendor);
  for (const [index, vendor] of checked.entries()) {
    for (const other of checked.slice(0, index)) {
      if (vendor.id === other.id) {
        throw mistake("vendors", "must have ids of their own, since the id names the reset marker", vendor.id);
      }
      if (`${vendor.path}/`.startsWith(`${other.path}/`) || `${other.path}/`.startsWith(`${vendor.path}/`)) {
        throw new ConfigError(
          `vendors must have paths of their own: ${other.id} is at "${other.path}" and ${vendor.id} at "${vendor.path}"; give one of them another path`,
        );
      }
    }
  }
  return checked;
}

function cookieDomains(value: Config["cookieDomains"]): readonly string[] {
  if (value === undefined) {
    throw new ConfigError(
      'cookieDomains must list the registrable domains of the site, for example ["example.com"]; write [] for host-only cookies on purpose',
    );
  }
  const domains = list("cookieDomains", value).map((domain) => {
    const plain = typeof domain === "string" ? domain.toLowerCase() : "";
    if (!hostPatterns.name.test(plain) || !plain.includes(".") || isAddress(plain)) {
      throw mistake(
        "cookieDomains",
        'must hold bare domains with a dot, such as "example.com": no scheme, port, path or leading dot',
        domain,
      );
    }
    return plain;
  });
  for (const [index, domain] of domains.entries()) {
    for (const other of domains.slice(0, index)) {
      if (coversHost(other, domain) || coversHost(domain, other)) {
        throw mistake("cookieDomains", "must not overlap: keep the shorter one", [other, domain]);
      }
    }
  }
  return domains;
}

function publicHost(value: string): string {
  const plain = typeof value === "string" ? value.toLowerCase() : "";
  if (!hostPatterns.name.test(plain)) {
    throw mistake("publicHost", 'must be a bare host such as "www.example.com", without scheme, port or path', value);
  }
  return plain;
}

function clientIpHeader({ clientIpHeader: name, trustedHops }: Config): string | undefined {
  if (name === undefined) return undefined;
  const plain = typeof name === "string" ? name.toLowerCase() : "";
  if (!/^[a-z0-9-]+$/.test(plain) || plain === "x-forwarded-for" || plain === "forwarded") {
    throw mistake(
      "clientIpHeader",
      'must name a header that the CDN in front overwrites, such as "cf-connecting-ip"; for X-Forwarded-For set trustedHops',
      name,
    );
  }
  if (trustedHops) {
    throw mistake("clientIpHeader", "and trustedHops exclude each other: keep the one that your CDN documents", name);
  }
  return plain;
}

function origin(value: string): string {
  const parsed = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  if (parsed === undefined || parsed.origin !== value || !/^https?:$/.test(parsed.protocol)) {
    throw mistake(
      "allowOrigins",
      'must hold exact origins such as "https://shop.example.org": scheme and host, no path, no "*"',
      value,
    );
  }
  return value;
}

function disabled(value: Config["disabled"], among: readonly Vendor[]): ReadonlySet<string> {
  const ids = among.map(({ id }) => id);
  if (typeof value === "boolean" || value === undefined) return new Set(value ? ids : []);
  for (const id of list("disabled", value)) {
    if (!ids.includes(id)) throw mistake("disabled", `must be true, or name vendors out of ${ids.join(", ")}`, id);
  }
  return new Set(value);
}
