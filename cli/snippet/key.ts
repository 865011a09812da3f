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
 * undefined: all of them. Throws a UsageError on a key with which every event of the page would be refused.
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
  const passing = keyNames(keys)?.filter(passes);
  const key = given ?? (passing?.length === 1 ? passing[0] : undefined);
  if (key === undefined) {
    const which = passing?.length ? `one of ${passing.join(", ")}` : `your ${keyName}`;
    return {
      key: placeholder,
      isKnown: false,
      hint: `replace ${placeholder} in it with ${which}, or name that with --write-key`,
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
