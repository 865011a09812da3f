/**
 * What PARITY_SITES holds: each site's config once, and the vendor of each lane, since Linux takes 128 KiB in one variable. A file
 * of its own, since users' tools (Next's) check the types of whatever an entry imports.
 */
export interface ParitySites {
  /** By name, for the vendor at `placeholder`. */
  readonly sites: Readonly<Record<string, string>>;
  readonly placeholder: string;
  readonly vendors: readonly string[];
}
