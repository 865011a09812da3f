import type { Vendor } from "../types.ts";
import { checkVendor } from "./check.ts";

/**
 * Types a vendor of your own where it is written, and checks it there: `vendors: [defineVendor({ … })]`. Throws a TypeError that names the
 * field. Returns the very object, not frozen: `{ ...acme, path: "/a" }` is a vendor as well, and `createFirstParty` checks what it gets.
 * docs/vendors/your-own.md has one in 25 lines.
 */
export function defineVendor<Host extends string>(vendor: Vendor<Host>): Vendor<Host> {
  checkVendor(vendor);
  return vendor;
}
