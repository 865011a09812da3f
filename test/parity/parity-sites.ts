/**
 * What PARITY_SITES holds: each vendor's data once, each site's config once, and the vendor of each lane, since Linux takes 128 KiB in one
 * variable. A file of its own, since users' tools (Next's) check the types of whatever an entry imports.
 */
export interface ParitySites {
  /** Configs by name, with places in `data` as their vendors. */
  readonly sites: Readonly<Record<string, { readonly vendors: readonly number[] }>>;
  /** Of the vendor at `placeholder`. */
  readonly data: readonly unknown[];
  readonly placeholder: string;
  readonly vendors: readonly string[];
}
