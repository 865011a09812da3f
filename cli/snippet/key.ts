import { coversHost } from "../../core/hosts.ts";
import type { Vendor } from "../../core/types.ts";
import { keyNames } from "../../core/vendor-keys.ts";
import { UsageError } from "../usage-error.ts";
import type { SnippetPrinter } from "./printer.ts";

/** The key that is printed, and what has to be said about it. */
export interface PrintedKey {
  readonly key: string;
  readonly isKnown: boolean;
  readonly hint: string | undefined;
}

/**
 * The key that was given, or the only one that the config lets pass there. `where` is the host or domain that was asked for, without a port;
 * undefined: all of them. Throws a UsageError where none passes, and on a key with which every event of the page would be refused.
 */
export function keyFor(
  given: string | undefined,
  { id, keys }: Vendor,
  { keyName, placeholder }: Pick<SnippetPrinter, "keyName" | "placeholder">,
  where: string | undefined,
): PrintedKey {
  const domainsOf = (key: string) =>
    keys === undefined || isList(keys) ? undefined : keys[key]?.map((domain) => domain.toLowerCase());
  const passes = (key: string) =>
    where === undefined || (domainsOf(key)?.some((domain) => isNear(domain, where)) ?? true);
  const withDomains = (key: string) => {
    const domains = domainsOf(key);
    return domains === undefined ? key : `${key} (for ${domains.join(" and ")})`;
  };
  const passing = keyNames(keys)?.filter(passes);
  const key = given ?? (passing?.length === 1 ? passing[0] : undefined);
  if (key === undefined) {
    if (passing?.length === 0)
      throw new UsageError(
        `${id}() lets none of its keys pass on ${where}: ${keyNames(keys)?.map(withDomains).join(", ")}; give one of them that domain`,
      );
    const which = passing === undefined ? "" : `, one of ${passing.map(withDomains).join(", ")}`;
    return {
      key: placeholder,
      isKnown: false,
      hint: `${placeholder} is printed where your ${keyName} belongs${which}; name it with --write-key, or replace ${placeholder} yourself`,
    };
  }
  // More likely a secret that was not set.
  if (key.trim() === "") throw new UsageError(`--write-key must be a ${keyName} (got ${JSON.stringify(key)})`);
  if (keyNames(keys)?.includes(key) === false)
    throw new UsageError(
      `--write-key must be among the keys of ${id}() (${keyNames(keys)?.join(", ")}; got ${JSON.stringify(key)})`,
    );
  const domains = domainsOf(key)?.join(" and ");
  if (!passes(key))
    throw new UsageError(`${id}() lets ${JSON.stringify(key)} pass on ${domains} only, and not on ${where}`);
  const hint =
    where === undefined && domains !== undefined ? `${key} passes on ${domains} and below it only` : undefined;
  return { key, isKnown: true, hint };
}

/** Whether some of the one's pages are the other's. */
function isNear(domain: string, where: string): boolean {
  return coversHost(domain, where) || coversHost(where, domain);
}

function isList(keys: NonNullable<Vendor["keys"]>): keys is readonly string[] {
  return Array.isArray(keys);
}
