/**
 * A header's value as the octets that fetch writes. Events are JSON: what is beyond Latin-1 came in as UTF-8, and fetch would throw on it,
 * which looks like a vendor that cannot be reached.
 */
export function asOctets(value: string): string {
  return /[^\0-\xff]/.test(value) ? Buffer.from(value).toString("latin1") : value;
}
