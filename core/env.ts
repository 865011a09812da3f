import { number, pairs, rate, type Reader, someWords, sources, text, vendorsOrAll, words } from "./env-values.ts";
import { FACTORIES, vendorsFromEnv, withVendorVariables } from "./env-vendors.ts";
import { ConfigError } from "./mistakes.ts";
import { resolveConfig } from "./options.ts";
import type { Config, Vendor } from "./types.ts";
import { hightouch } from "./vendors/hightouch.ts";

type Draft = { -readonly [Key in keyof Config]: Config[Key] };

/**
 * Reads a config from environment variables, over `base` where one is given. Pure: reads `env` and nothing else. Throws a TypeError
 * on an unknown `FIRSTPARTY_*` name and on a value of the wrong form.
 *
 * - `FIRSTPARTY_VENDORS`, `FIRSTPARTY_COOKIE_DOMAINS`, `FIRSTPARTY_ALLOW_ORIGINS`, `FIRSTPARTY_ORIGIN_VERIFY_SECRETS`, `FIRSTPARTY_PRIVACY_STRIP_QUERY`: comma-separated; `none` is `[]`
 * - `FIRSTPARTY_PRIVACY_GEO`: what is told and in which header, `country=x-geo-country,city=x-geo-city`
 * - `FIRSTPARTY_DISABLED`: the kill switch, `all` or vendors by id, comma-separated
 * - `FIRSTPARTY_RATE_LIMIT_IDENTITY`, `FIRSTPARTY_RATE_LIMIT_COLLECT`: tokens a second and at most, `10/300`, or `off`
 * - `FIRSTPARTY_<OPTION>` and `FIRSTPARTY_<OPTION>_<FIELD>`: the other plain options, for example `FIRSTPARTY_TRUSTED_HOPS`, `FIRSTPARTY_LIMITS_BODY_BYTES`
 * - `FIRSTPARTY_<VENDOR>_PATH`, `FIRSTPARTY_<VENDOR>_HOSTS_<HOST>`, `FIRSTPARTY_<VENDOR>_WRITE_KEYS`: one vendor's path, upstream base URLs,
 *   and the keys that pass, `KEY1,KEY2`, or each with its domains, `KEY1=example.com+example.de,KEY2=example.fr`
 * - of a vendor that `FIRSTPARTY_VENDORS` names, its factory's other options: `FIRSTPARTY_SEGMENT_REGION`, `_ALIAS` (`shop`, or
 *   `shop=KEY1,store=KEY2`), `_GLOBAL_NAME`; `FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS` (as keys), `_INSTANCE`, `_EDITOR`
 */
export function configFromEnv(env: Readonly<Record<string, string | undefined>>, base: Partial<Config> = {}): Config {
  const draft: Partial<Draft> = { ...base };
  const told = new Map<string, string>();
  const ofVendors = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("FIRSTPARTY_") || value === undefined) continue;
    const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
    if (variable === undefined) {
      ofVendors.set(name, value);
      continue;
    }
    const [option, field, read] = variable;
    const given = read(value, name);
    told.set(field === undefined ? option : `${option}.${field}`, name);
    Object.assign(draft, { [option]: field === undefined ? given : { ...(draft[option] as object), [field]: given } });
  }
  const ids = ofVendors.get(VENDORS);
  const unused = new Map(ofVendors);
  unused.delete(VENDORS);
  if (ids !== undefined) draft.vendors = vendorsFromEnv(someWords(ids, VENDORS), unused);
  else if (Array.isArray(base.vendors)) draft.vendors = withVendorVariables(base.vendors, unused);
  const among = Array.isArray(draft.vendors) ? draft.vendors.map((vendor: Vendor | null) => String(vendor?.id)) : [];
  for (const name of unused.keys()) throw new ConfigError(whyUnused(name, among, ids !== undefined));
  check(draft, told, [...ofVendors.keys()]);
  // What is still missing is for createFirstParty to say, in one place and in one wording.
  return draft as Config;
}

/**
 * What is wrong with a config is named for the variable that says it: the option's name stands nowhere in such a set-up. A mistake
 * of the file's own is left for createFirstParty to name.
 */
function check(draft: Partial<Config>, told: ReadonlyMap<string, string>, ofVendors: readonly string[]): void {
  // Which vendors there are to switch off is not known before they are there.
  const missing = draft.vendors === undefined ? { vendors: [hightouch()], disabled: false } : {};
  try {
    resolveConfig({ cookieDomains: [], ...draft, ...missing } as Config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [, subject = "", rule = ""] = /^(.*?)((?: must | has | exclude ).*)$/s.exec(error.message) ?? [];
    const named = subject.split(" ").map((word) => {
      const option = [...told.keys()].find(
        (each) => word.startsWith(each) && /^(?:$|[.[])/.test(word.slice(each.length)),
      );
      return option === undefined ? word : `${told.get(option)}${word.slice(option.length)}`;
    });
    if (named.join(" ") !== subject) throw new ConfigError(named.join(" ") + rule);
    const which = ofVendors.filter((name) => name === VENDORS || name.endsWith("_PATH"));
    if (subject === "vendors" && which.length > 0)
      throw new ConfigError(`${error.message}; the environment has ${which.join(", ")}`);
  }
}

function whyUnused(name: string, among: readonly string[], isByVariable: boolean): string {
  const id = Object.keys(FACTORIES).find((each) => name.startsWith(`FIRSTPARTY_${each.toUpperCase()}_`));
  if (id !== undefined) {
    const [vendors, how] =
      among.length === 0
        ? ["there are none", `name it in ${VENDORS}`]
        : [among.join(", "), isByVariable ? `add it to ${VENDORS}` : `add ${id}() to the config file's`];
    return `${name} is for ${id}(), which is not among the vendors (${vendors}); ${how}, or unset ${name}`;
  }
  return `${name} is not a variable of firstparty; it takes ${VENDORS}, ${Object.keys(VARIABLES).join(", ")}, and FIRSTPARTY_<VENDOR>_PATH, _WRITE_KEYS or _HOSTS_<HOST> of a configured vendor (${among.join(", ") || "none"})`;
}

const VENDORS = "FIRSTPARTY_VENDORS";

/** Which option a variable sets, and how its text is read. */
const VARIABLES: Readonly<Record<string, readonly [option: keyof Config, field: string | undefined, read: Reader]>> = {
  FIRSTPARTY_COOKIE_DOMAINS: ["cookieDomains", undefined, words],
  FIRSTPARTY_ALLOW_ORIGINS: ["allowOrigins", undefined, words],
  FIRSTPARTY_PUBLIC_HOST: ["publicHost", undefined, text],
  FIRSTPARTY_TRUSTED_HOPS: ["trustedHops", undefined, number],
  FIRSTPARTY_CLIENT_IP_HEADER: ["clientIpHeader", undefined, text],
  FIRSTPARTY_ORIGIN_VERIFY_HEADER: ["originVerify", "header", text],
  FIRSTPARTY_ORIGIN_VERIFY_SECRETS: ["originVerify", "secrets", words],
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
