/** The public words of consent. Declarations only. */

/** What a visitor has said. `unknown`: asked for, and not answered yet. */
export type ConsentState = "granted" | "denied" | "unknown";

/** Where the answer is read from, and what follows from it. */
export interface Consent {
  /**
   * Asked in order on every request. One that says `denied` decides; else one that says `unknown`; else, also where none says
   * anything, it is granted. So `["gpc"]` alone is opt-out, and a cookie or a TCF string beside it is opt-in.
   */
  readonly from: readonly ConsentSource[];
  /** Default `{ identity: "keep", relay: "pass" }`. */
  readonly granted?: Partial<ConsentEffect> | undefined;
  /** Default `{ identity: "none", relay: "refuse" }`. */
  readonly unknown?: Partial<ConsentEffect> | undefined;
  /** Default `{ identity: "expire", relay: "refuse" }`. */
  readonly denied?: Partial<ConsentEffect> | undefined;
}

/** `gpc`: the header `Sec-GPC: 1` denies, its absence says nothing (https://www.w3.org/TR/gpc/). */
export type ConsentSource = "gpc" | ConsentCookie | ConsentFunction;

/** A consent tool's own cookie. Absent, or with another value than these: `unknown`. */
export interface ConsentCookie {
  /** Its name. */
  readonly cookie: string;
  /** The value as sent, nothing decoded: a string is the whole of it, an expression is looked for in it. */
  readonly granted: string | RegExp;
  readonly denied?: string | RegExp | undefined;
}

/**
 * Says what this request's visitor agreed to for this vendor; undefined where it has nothing to say. Called on every request, so it
 * does not wait for anything. One that throws counts as `unknown` at its strictest: nothing is set, nothing personal goes up.
 */
export type ConsentFunction = (asked: ConsentAsked) => ConsentState | undefined;

export interface ConsentAsked {
  /** Id of the vendor that is asked for. */
  readonly vendor: string;
  /**
   * A cookie's value as sent; undefined where there is none. Of one that is there more than once a call sees one value: the function is
   * called for each, and the strictest answer counts.
   */
  cookie(name: string): string | undefined;
  /** A header's value by lower-case name. */
  header(name: string): string | null;
  /** Where the platform says that the visitor is; undefined where it says nothing. */
  readonly geo: Geo | undefined;
}

/** What follows from a state. */
export interface ConsentEffect {
  /**
   * `keep`: mirror and restore. `none`: no cookie is written, and none is taken away but the twins that a log-out left. `expire`: every
   * cookie of the vendor's identity that the request carries is taken away, the browser's and the twins, and of its own that its routes
   * let pass.
   */
  readonly identity: "keep" | "none" | "expire";
  /**
   * `pass`: as it is.
   *
   * `strip`: without what names a person in the event, and in the request: address, cookies, tags of a cache, and of query and
   * `Authorization` all but the key; without the vendor's cookies in the answer. What cannot be looked into (encoded, not JSON) is refused.
   *
   * `refuse`: what has a body, and every event, is answered with the acknowledgement that its SDK does not send again, and goes
   * nowhere; SDK files and settings pass as with `strip`.
   */
  readonly relay: "pass" | "strip" | "refuse";
}

/** Where a visitor is, as far as the platform says. */
export interface Geo {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string | undefined;
  /** The part of ISO 3166-2 after the country. */
  readonly region?: string | undefined;
  readonly city?: string | undefined;
}
