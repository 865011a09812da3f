/** The Set-Cookie values of the site `shop`, spelt out once: 400 days, Domain of the configured entry, HttpOnly on twins only. */
const KEEP = "; Path=/; Max-Age=34560000; SameSite=Lax; Secure";
const DROP = "=; Path=/; Max-Age=0; SameSite=Lax; Secure";

export const twin = (name: string, value: string, domain = "shop.example") =>
  `${name}=${value}${KEEP}; Domain=${domain}; HttpOnly`;

export const browserCookie = (name: string, value: string, domain = "shop.example") =>
  `${name}=${value}${KEEP}; Domain=${domain}`;

/** For the host alone. */
export const hostOnlyCookie = (name: string, value: string) => `${name}=${value}${KEEP}`;

/** Both variants, so that none is left to come back. */
export const gone = (name: string, domain = "shop.example") => [`${name}${DROP}`, `${name}${DROP}; Domain=${domain}`];

/** A stray host-only variant beside the one with a Domain. */
export const strayGone = (name: string) => `${name}${DROP}`;
