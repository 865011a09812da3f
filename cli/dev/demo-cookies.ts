/** Cookies of the demo. All ports of localhost share a jar: what lies beside them belongs to somebody else's work, and is left alone. */
export function isDemoCookie(name: string): boolean {
  return /^(?:htjs_|fp_reset_|shop_)/.test(name);
}

/** The shop's own session: HttpOnly, nothing of the vendor's, and how the server tells browsers apart. */
export const SESSION_COOKIE = "shop_session";
