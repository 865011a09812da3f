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

/** By which the memory of a log-out tells people apart (FNV-1a), of the ids in the cases. */
export const MARKS = { new: "b9jhu9", a2: "833tbu", '"new"': "krgmnd", long: "aieuxh", e1: "10nk26b" } as const;

/** A stray host-only variant beside the one with a Domain. */
export const strayGone = (name: string) => `${name}${DROP}`;
