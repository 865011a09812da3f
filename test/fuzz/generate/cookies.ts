import fc from "fast-check";
import { HOSTILE, nearly, pieces, seldom, type Text, word } from "./text.ts";

/** Cookies of the identity groups in `sites.ts`, each with its twin. */
const IDENTITY = ["htjs_anonymous_id", "htjs_user_id", "ac_user", "ac_anon", "ac_group", "ac_t1_id", "as_a", "as_b"];
/** What a visitor has said, in all its forms. */
const CONSENTS = [
  "cc=yes",
  "cc=no",
  "cc=y",
  "cc=",
  "cc=nonsense",
  "fp_withdrawn=1",
  "fp_withdrawn=",
  "ac_optout=0",
  "ac_opt_a=1",
  "ac_opt_a=0",
];
const MARKERS = ["fp_reset_hightouch", "fp_reset_acme", "fp_reset_acme_srvr", "fp_reset_hightouch_srvr"];
/** Cookies of the vendors that may cross. */
const CROSSING = ["xnpe_tok", "xnpe_u", "__ac_etc__", "acme_exact", "acme_sess", "acme_s_1"];
/** Names that only a careless comparison takes for one of those above. */
const NEAR_MISSES = [
  "htjs_anonymous_id_",
  "HTJS_ANONYMOUS_ID",
  "htjs_user_i",
  "xhtjs_user_id",
  "xnpe_",
  "xnpe",
  "XNPE_tok",
  "x_xnpe_tok",
  "__ac_etc__x",
  "__ac_etc_",
  "ac__id",
  "ac_*_id",
  "as_",
  "as__srvr",
  "as_a_srvr_srvr",
  "fp_reset_",
  "acme_exact2",
  "__Host-xnpe_tok",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "$Version",
];
/** The site's own, which no vendor may see: their values are a canary of their own. */
const SITES_OWN = ["session", "sid.sig", "__Host-auth", "a b"];

/** A value that is told apart in whatever it should not be in. `canary` is looked for in logs and errors. */
const value: Text = nearly(
  fc.oneof(
    { weight: 4, arbitrary: fc.nat(999).map((n) => `canary-${n}`) },
    // The same person, in two cookies or in a body.
    { weight: 1, arbitrary: fc.constant("canary-1") },
    {
      weight: 1,
      arbitrary: word("", "canary=a=b==", "%22canary%2C%20%C3%A9%22", '"canary"', "canary%3B%20Domain%3Devil.example"),
    },
    { weight: 1, arbitrary: pieces(["canary", ...HOSTILE], 4) },
  ),
  5,
);
const giant: Text = fc.constantFrom(70, 2_040, 4_070, 4_097, 9_000).map((length) => "canary".padEnd(length, "g"));

const pair = (names: Text, values: Text): Text => fc.tuple(names, values).map(([name, text]) => `${name}=${text}`);
const twins = IDENTITY.map((name) => `${name}_srvr`);

const crumb: Text = fc.oneof(
  { weight: 6, arbitrary: pair(word(...IDENTITY, ...twins), value) },
  { weight: 4, arbitrary: pair(word(...CROSSING), value) },
  { weight: 2, arbitrary: pair(word(...MARKERS), word("1", "", "canary")) },
  { weight: 2, arbitrary: word(...CONSENTS) },
  { weight: 2, arbitrary: pair(word(...NEAR_MISSES), value) },
  { weight: 1, arbitrary: pair(nearly(word(...IDENTITY, ...CROSSING), 2), value) },
  { weight: 1, arbitrary: pair(word(...IDENTITY, ...CROSSING, ...twins), giant) },
  { weight: 1, arbitrary: word("", "=", "=canary", "canary", " ", "xnpe_tok", "xnpe_tok=", "=xnpe_tok=canary") },
);

const own: Text = word(...SITES_OWN).map((name) => `${name}=canarySession`);

/** A Cookie header: as a browser writes it, nearly so, or two of them joined by a platform's comma. */
export const cookieHeader: Text = fc
  .tuple(
    fc.array(fc.oneof({ weight: 5, arbitrary: crumb }, { weight: 1, arbitrary: own }), { maxLength: 7 }),
    seldom(8, word(";", ";;", "; ;", " ; ", ";\t"), fc.constant("; ")),
    seldom(6, fc.array(fc.oneof(crumb, own), { minLength: 1, maxLength: 3 }), fc.constant([])),
  )
  .map(([first, joiner, second]) =>
    second.length === 0 ? first.join(joiner) : `${first.join(joiner)}, ${second.join(joiner)}`,
  );

const attribute: Text = fc.oneof(
  { weight: 6, arbitrary: word("Path=/", "Secure", "HttpOnly", "SameSite=None", "SameSite=Lax", "Max-Age=94608000") },
  {
    weight: 3,
    arbitrary: word(
      "Domain=.acme.example",
      "Domain=shop.example",
      "Domain=evil.example",
      "Domain",
      "Path=/acme",
      "Partitioned",
      "Priority=High",
      "Expires=Wed, 22 Nov 2028 00:00:00 GMT",
      "max-age=-1",
      "max-age = 5",
      "max-age=0; domain=evil.example",
      "SAMESITE=strict",
      "SameSite=nonsense",
      "HttpOnly=Domain=evil.example",
      "Expires=x, session=evil; Domain=evil.example",
    ),
  },
  { weight: 1, arbitrary: nearly(word("Max-Age=60", "Path=/", "HttpOnly", "Expires=0", "SameSite=None"), 2) },
);

/** A vendor's Set-Cookie: one of those that may come back, nearly one, or somebody else's. */
export const setCookie: Text = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: pair(nearly(word("xnpe_tok", "xnpe_u", "acme_exact", "ac_user_srvr"), 6), value) },
      {
        weight: 2,
        arbitrary: pair(word("session", "tracker", ...NEAR_MISSES, ...IDENTITY, ...twins, ...MARKERS), value),
      },
      { weight: 1, arbitrary: pair(word("xnpe_tok", "acme_exact"), giant) },
      { weight: 1, arbitrary: word("", "=", "xnpe_tok", "=xnpe_tok", " xnpe_tok = canary ", "xnpe_a=1, session=evil") },
    ),
    fc.array(attribute, { maxLength: 5 }),
    seldom(8, word(";", ";;", " ; ", ";\t"), fc.constant("; ")),
  )
  .map(([first, attributes, joiner]) => [first, ...attributes].join(joiner));
