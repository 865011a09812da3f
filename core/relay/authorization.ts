/** RFC 7617 2. */
const BASIC = /^basic[ \t]+([a-z0-9+/]+)=*[ \t]*$/i;
/** Log-ins of a whole site that no vendor's SDK does (RFC 7616, RFC 4559). */
const OF_SITES = /^(?:digest|negotiate|ntlm)\b/i;

/**
 * An Authorization that is for the vendor; null for the site's own. Behind a log-in of the whole site (a staging's) browsers send its user and
 * password with every request to it, the SDK's included (RFC 7617 2.2). A key is a user without a password.
 */
export function forVendor(header: string | null): string | null {
  if (header !== null && OF_SITES.test(header)) return null;
  const [, basic] = (header !== null && BASIC.exec(header)) || [];
  if (basic === undefined) return header;
  // As lenient readers of base64 have it, which take any padding and drop what is no whole octet.
  const whole = basic.length % 4 === 1 ? basic.slice(0, -1) : basic;
  return /:./s.test(atob(whole)) ? null : header;
}
