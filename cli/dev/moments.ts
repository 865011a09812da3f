/** The way the demo shop is set up: without a cookie service, as the vendor's sample does it, or with firstparty. */
export type SetUp = "plain" | "sample" | "firstparty";

/** One cookie or key of local storage got a value, or lost it (null). */
export interface Write {
  readonly store: "cookie" | "local storage";
  readonly name: string;
  readonly value: string | null;
  /** Seconds for which it was asked to be kept. */
  readonly maxAge?: number | undefined;
}

/** What a visitor does in the shop. */
export type Act = "open" | "identify" | "track" | "log out";

/** An event as the vendor received it, beside what of the browser's request did not get there. */
export interface VendorEvent {
  readonly messageId: string;
  readonly type: string;
  /** What was tracked. */
  readonly event?: string | undefined;
  readonly userId: string | null;
  readonly anonymousId: string;
  /** Of the panel's own browser, not of somebody else's on this machine. */
  readonly isOwn: boolean;
  readonly path: string;
  /** The event itself, for people to read. */
  readonly body: string;
  /** Headers that the vendor received. */
  readonly reached: Readonly<Record<string, string>>;
  /** Headers that the browser sent and the vendor did not get; cookies are apart. */
  readonly stayed: Readonly<Record<string, string>>;
  readonly stayedCookies: readonly string[];
}

/** Something that happened, by the clock of this machine: the shop's script and the server put theirs into one order. */
export type Moment = { readonly at: number } & (
  | { readonly kind: "fresh"; readonly setUp: SetUp }
  /** Cookies that were there before this server started; nobody saw who wrote them. */
  | { readonly kind: "found"; readonly writes: readonly Write[] }
  | { readonly kind: "act"; readonly act: Act }
  | { readonly kind: "script"; readonly writes: readonly Write[] }
  | { readonly kind: "server"; readonly call: string; readonly writes: readonly Write[] }
  /** Days without a visit: what script had written is gone. */
  | { readonly kind: "days"; readonly days: number }
  | { readonly kind: "event"; readonly event: VendorEvent }
);
