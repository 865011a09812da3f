/** RFC 7617 2. */
const BASIC = /^basic +([a-z0-9+/]+=*) *$/i;

/**
 * An Authorization that is for the vendor; null for the site's own. Behind a log-in of the whole site (a staging's) browsers send its user and
 * password with every request to it, the SDK's included (RFC 7617 2.2). A key is a user without a password.
 */
export function forVendor(header: string | null): string | null {
  const [, basic] = (header !== null && BASIC.exec(header)) || [];
  if (basic === undefined) return header;
  try {
    return /:./s.test(atob(basic)) ? null : header;
  } catch {
    return header;
  }
}
