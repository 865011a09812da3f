import { checkKeys } from "../mistakes.ts";
import { checkPath } from "./check.ts";

interface VendorDefaults {
  readonly path: string;
  readonly hosts: Readonly<Record<string, string>>;
}

/** What a factory's caller may leave out: any option, and any host of `hosts`. */
type Overrides<Defaults extends VendorDefaults> = {
  readonly [Key in keyof Defaults]?: (Key extends "hosts" ? Partial<Defaults["hosts"]> : Defaults[Key]) | undefined;
};

/** Fills in a vendor factory's options. Throws a TypeError on an unknown option or host, and on a `path` or `…Path` that is no path. */
export function withDefaults<Defaults extends VendorDefaults>(
  vendor: string,
  options: Overrides<Defaults>,
  defaults: Defaults,
): Defaults {
  checkKeys(`${vendor}()`, options, Object.keys(defaults));
  const { hosts = {}, ...rest } = options;
  checkKeys(`${vendor}() hosts`, hosts, Object.keys(defaults.hosts));
  const filled = { ...defaults, ...defined(rest), hosts: { ...defaults.hosts, ...defined(hosts) } };
  for (const [option, value] of Object.entries(filled)) {
    if (/^path$|Path$/.test(option)) checkPath(`${vendor}() ${option}`, value);
  }
  return filled;
}

/** Without the keys whose value is undefined: an absent option and one spelt out as undefined mean the same. */
function defined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
