import fc from "fast-check";
import type { Config } from "../../../core/index.ts";
import { SITES, type SiteName } from "../sites.ts";
import { nearly, seldom, type Text, word } from "./text.ts";

/** A browser that comes to the cookie service, as plain data. */
export interface Visit {
  readonly site: SiteName;
  readonly host: string;
  readonly vendor: "hightouch" | "acme";
  readonly call: "renew" | "clear" | "restore.js" | "consent/withdraw" | "clearCookies" | RelayCall;
  readonly jar: readonly Held[];
}

/** What the SDK of a vendor loads and sends that calls no renew; Hightouch's does. */
type RelayCall = "who/settings" | "who/events";

/** `isStray`: without the Domain that the site's cookies have where it has one. */
export interface Held {
  readonly name: string;
  readonly value: string;
  readonly isStray: boolean;
}

const NAMES = {
  hightouch: ["htjs_anonymous_id", "htjs_user_id"],
  acme: ["ac_user", "ac_anon", "ac_group", "ac_t1_id", "ac_t2_id", "as_a", "as_b", "as_c", "as_d", "as_e", "as_f"],
} as const;

/** What a browser keeps: any octet but controls and `;`, without blanks at the ends. */
const value: Text = fc.oneof(
  { weight: 3, arbitrary: fc.nat(99).map((n) => `id-${n}`) },
  { weight: 3, arbitrary: fc.nat(4).map((n) => `id-${n}`) },
  { weight: 2, arbitrary: word("", "a=b==", "%22a%2C%22", "a%3B%20Domain%3Dx", "x".repeat(70), "x".repeat(2_100)) },
  { weight: 2, arbitrary: word('"quoted"', "a b", "a,b", "\xc3\xa9", "a\\b", "x".repeat(4_090), "x".repeat(4_100)) },
  {
    weight: 1,
    // oxlint-disable-next-line no-control-regex
    arbitrary: nearly(word("id-1"), 2).map((text) => text.replace(/[\0-\x1f\x7f;]/g, "").trim()),
  },
);

const isStray = seldom(8, fc.constant(true), fc.constant(false));

const held = (vendor: Visit["vendor"]): fc.Arbitrary<Held> =>
  fc.record({
    name: fc.oneof(
      { weight: 5, arbitrary: word(...NAMES[vendor]) },
      { weight: 5, arbitrary: word(...NAMES[vendor]).map((name) => `${name}_srvr`) },
      {
        weight: 1,
        arbitrary: word("as_a_srvr_srvr", "as__srvr", "session", "xnpe_tok", "as_a b", "ac__id", "as_\xe9"),
      },
    ),
    value,
    isStray,
  });

/** Of `id-0` to `id-4`, as the memory of a log-out has them. */
const CHECKSUMS = ["17glwn9", "176maya", "16wmp9b", "16mn3kc", "16cnhvd"];

const marker = (vendor: Visit["vendor"]): fc.Arbitrary<readonly Held[]> =>
  seldom(
    4,
    fc
      .record({
        name: word(`fp_reset_${vendor}`, `fp_reset_${vendor}_srvr`),
        value: word("1", "", ...CHECKSUMS, CHECKSUMS.slice(0, 3).join("."), "16wmp9b.a b,c;".slice(0, -1)),
        isStray,
      })
      .map((one) => [one]),
    fc.constant([]),
  );

const HOSTS = [
  "www.shop.example",
  "shop.example",
  "a.b.shop.de",
  "x.vercel.app",
  "localhost",
  "127.0.0.1",
  "[::1]",
  "intranet",
];

export const visit: fc.Arbitrary<Visit> = fc.constantFrom("hightouch" as const, "acme" as const).chain((vendor) =>
  fc
    .record({
      site: fc.constantFrom<SiteName>("shop", "shop", "hostOnly", "publicHost"),
      host: word(...HOSTS),
      vendor: fc.constant(vendor),
      call: fc.constantFrom(
        "renew" as const,
        "renew" as const,
        "renew" as const,
        "restore.js" as const,
        "clear" as const,
        "consent/withdraw" as const,
        "clearCookies" as const,
        ...(vendor === "acme" ? (["who/settings", "who/events", "who/events"] as const) : []),
      ),
      jar: fc
        .tuple(
          // Of a pattern five count, so there has to be a sixth.
          seldom(5, fc.array(held(vendor), { minLength: 8, maxLength: 16 }), fc.array(held(vendor), { maxLength: 9 })),
          marker(vendor),
        )
        .map(([cookies, marks]) => [...cookies, ...marks]),
    })
    .map((made) => ({ ...made, host: hostFor(made.site, made.host) })),
);

/** A browser is where the operator says that it is. */
const hostFor = (site: SiteName, host: string): string => {
  const config: Config = SITES[site];
  return config.publicHost ?? host;
};
