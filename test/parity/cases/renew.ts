import type { ParityCase } from "../case.ts";
import { browserCookie, gone, MARKS, strayGone, twin } from "./expected-cookies.ts";

const renew = (cookie: string | null, headers: Record<string, string> = {}) => ({
  method: "POST",
  path: "/ht/renew",
  headers: { "content-type": "application/json", "sec-fetch-site": "same-origin", cookie, ...headers },
  body: '{"sentAt":"2026-11-22T00:00:00.000Z"}',
});
/** Who has come since a log-out; "1": nobody yet. */
const resetMemory = (mark = "1") => twin("fp_reset_hightouch_srvr", mark);
const long = "x".repeat(2_100);

export const renewCases: readonly ParityCase[] = [
  {
    name: "renew with nothing to do answers 200 at once, names nothing and is never stored",
    send: renew(null),
    vendor: null,
    answer: {
      status: 200,
      body: '{"written":[],"expired":[]}',
      headers: {
        "content-type": "application/json",
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    },
  },
  {
    name: "mirror writes each present browser cookie to its twin and nothing else",
    send: renew("session=s3cret; htjs_anonymous_id=a1; htjs_user_id=u1"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_anonymous_id_srvr", "a1"), twin("htjs_user_id_srvr", "u1")] },
  },
  {
    name: "mirror expires a carried twin whose browser cookie is gone",
    why: "the user logged out: the old user id must not stay beside the new anonymous id",
    send: renew("htjs_anonymous_id=a2; htjs_anonymous_id_srvr=a1; htjs_user_id_srvr=u1"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_anonymous_id_srvr", "a2"), ...gone("htjs_user_id_srvr")] },
  },
  {
    name: "mirror leaves a twin alone that the request does not carry",
    send: renew("htjs_anonymous_id=a1"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_anonymous_id_srvr", "a1")] },
  },
  {
    name: "restore brings both cookies back and refreshes both twins",
    send: renew("htjs_anonymous_id_srvr=a1; htjs_user_id_srvr=u1"),
    vendor: null,
    answer: {
      status: 200,
      body: '{"written":["htjs_anonymous_id","htjs_anonymous_id_srvr","htjs_user_id","htjs_user_id_srvr"],"expired":[]}',
      setCookies: [
        browserCookie("htjs_anonymous_id", "a1"),
        twin("htjs_anonymous_id_srvr", "a1"),
        browserCookie("htjs_user_id", "u1"),
        twin("htjs_user_id_srvr", "u1"),
      ],
    },
  },
  {
    name: "restore is of the group, never cookie by cookie",
    why: "the vendors' samples glue an old user id to a new anonymous id here",
    send: renew("htjs_anonymous_id=new; htjs_user_id_srvr=old"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_anonymous_id_srvr", "new"), ...gone("htjs_user_id_srvr")] },
  },
  {
    name: "after a reset nothing is restored, the twins go, and so does the marker",
    send: renew("fp_reset_hightouch=1; htjs_anonymous_id_srvr=a1; htjs_user_id_srvr=u1"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        ...gone("htjs_anonymous_id_srvr"),
        ...gone("htjs_user_id_srvr"),
        ...gone("fp_reset_hightouch"),
        resetMemory(),
      ],
    },
  },
  {
    name: "after a reset a new person is mirrored as ever, and remembered as who has come since",
    send: renew("fp_reset_hightouch=1; htjs_anonymous_id=new; htjs_anonymous_id_srvr=old; htjs_user_id_srvr=old"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        twin("htjs_anonymous_id_srvr", "new"),
        ...gone("htjs_user_id_srvr"),
        ...gone("fp_reset_hightouch"),
        resetMemory(MARKS.new),
      ],
    },
  },
  {
    name: "after a reset a twin goes also where it is not carried yet",
    why: "the answer to a request from before may be on its way with it, and it would stand beside the new person's",
    send: renew("fp_reset_hightouch=1; htjs_anonymous_id=new"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        twin("htjs_anonymous_id_srvr", "new"),
        ...gone("htjs_user_id_srvr"),
        ...gone("fp_reset_hightouch"),
        resetMemory(MARKS.new),
      ],
    },
  },
  {
    name: "in a browser that has seen a reset a group is mirrored whole",
    why: "the same of any later answer that one from before comes in between",
    send: renew(`fp_reset_hightouch_srvr=${MARKS.new}; htjs_anonymous_id=new`),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_anonymous_id_srvr", "new"), ...gone("htjs_user_id_srvr")] },
  },
  {
    name: "who has come since a reset is restored like any other",
    send: renew(`fp_reset_hightouch_srvr=${MARKS.new}; htjs_anonymous_id_srvr=new; htjs_user_id_srvr=u2`),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        browserCookie("htjs_anonymous_id", "new"),
        twin("htjs_anonymous_id_srvr", "new"),
        browserCookie("htjs_user_id", "u2"),
        twin("htjs_user_id_srvr", "u2"),
      ],
    },
  },
  {
    name: "twins of another than has come since a reset bring nobody back, and go",
    why: "the answer to a request from before the reset came last of all, and then script's cookies were lost",
    send: renew(`fp_reset_hightouch_srvr=${MARKS.new}; htjs_anonymous_id_srvr=a1; htjs_user_id_srvr=u1`),
    vendor: null,
    answer: { status: 200, setCookies: [...gone("htjs_anonymous_id_srvr"), ...gone("htjs_user_id_srvr")] },
  },
  {
    name: "a reset that was seen is remembered: a late answer to an older renew brings nobody back",
    why: "a slow renew of the real SDK, sent before reset(), came in after the clear and after the marker was spent",
    send: renew("fp_reset_hightouch_srvr=1; htjs_anonymous_id_srvr=a1; htjs_user_id_srvr=u1"),
    vendor: null,
    answer: { status: 200, setCookies: [...gone("htjs_anonymous_id_srvr"), ...gone("htjs_user_id_srvr")] },
  },
  {
    name: "the memory of a reset becomes the new person's",
    send: renew("fp_reset_hightouch_srvr=1; htjs_anonymous_id=new; htjs_anonymous_id_srvr=old"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [twin("htjs_anonymous_id_srvr", "new"), ...gone("htjs_user_id_srvr"), resetMemory(MARKS.new)],
    },
  },
  ...[[`htjs_anonymous_id=${long}`, MARKS.long] as const, ['htjs_anonymous_id="new"', MARKS['"new"']] as const].map(
    ([cookie, mark]): ParityCase => ({
      name: `after a reset no old twin is left, although the new person cannot be mirrored (${cookie.slice(0, 24)})`,
      send: renew(`fp_reset_hightouch=1; ${cookie}; htjs_anonymous_id_srvr=old; htjs_user_id_srvr=old`),
      vendor: null,
      answer: {
        status: 200,
        setCookies: [
          ...gone("htjs_anonymous_id_srvr"),
          ...gone("htjs_user_id_srvr"),
          ...gone("fp_reset_hightouch"),
          resetMemory(mark),
        ],
      },
    }),
  ),
  {
    name: "after a reset a group is restored beside another that is there, as ever",
    why: "groups live and die apart",
    send: {
      ...renew(
        `fp_reset_acme_srvr=${MARKS.a2}.${MARKS.new}; ac_user=new; ac_user_srvr=new; as_1_srvr=a2; as_2_srvr=old`,
      ),
      path: "/acme/renew",
    },
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        browserCookie("as_1", "a2"),
        twin("as_1_srvr", "a2"),
        ...gone("as_2_srvr"),
        twin("ac_user_srvr", "new"),
      ],
    },
  },
  {
    name: "after a reset an anonymous id that the site sets keeps its twins, and is who has come",
    send: renew(
      `fp_reset_hightouch_srvr=${MARKS.new}; htjs_anonymous_id=a2; htjs_user_id=u; htjs_anonymous_id_srvr=new; htjs_user_id_srvr=u`,
    ),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [twin("htjs_anonymous_id_srvr", "a2"), twin("htjs_user_id_srvr", "u"), resetMemory(MARKS.a2)],
    },
  },
  {
    name: "after a reset whose twins count is said by the first of two memories, and the host-only one goes",
    send: renew(`fp_reset_hightouch_srvr=${MARKS.new}; fp_reset_hightouch_srvr=1; htjs_anonymous_id_srvr=new`),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        browserCookie("htjs_anonymous_id", "new"),
        twin("htjs_anonymous_id_srvr", "new"),
        strayGone("fp_reset_hightouch_srvr"),
      ],
    },
  },
  ...["", ".", 'a b.c,d"e', "..1.", "\xff", "x".repeat(4_000)].map((memory): ParityCase => ({
    name: `a memory of a reset that nobody wrote restores nobody, and none of it comes back (${JSON.stringify(memory.slice(0, 30))})`,
    why: "a neighbour may write cookies for the whole domain; so he may the marker, which does no less",
    send: renew(`fp_reset_hightouch_srvr=${memory}; htjs_anonymous_id_srvr=new`),
    vendor: null,
    answer: { status: 200, setCookies: gone("htjs_anonymous_id_srvr") },
  })),
  {
    name: "what nobody wrote in the memory of a reset is not kept beside who comes",
    site: "tokens",
    send: {
      ...renew(`fp_reset_bloomreach_srvr="a b".${MARKS.a2}.toolongforit.1.; __exponea_etc__=new; xnpe_TOKEN-1=new`),
      path: "/br/renew",
    },
    vendor: null,
    answer: {
      status: 200,
      setCookies: [twin("xnpe_TOKEN-1", "new"), twin("fp_reset_bloomreach_srvr", `${MARKS.new}.${MARKS.a2}`)],
    },
  },
  {
    name: "another vendor's reset is not this one's",
    send: renew("fp_reset_acme=1; htjs_anonymous_id_srvr=a1"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [browserCookie("htjs_anonymous_id", "a1"), twin("htjs_anonymous_id_srvr", "a1")],
    },
  },
  {
    name: "values are raw octets: the first = splits, nothing is decoded",
    send: renew("htjs_anonymous_id=a=b%3Bc%22%C3%A9+%20%2541@x/==; htjs_user_id={%22id%22:17}"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        twin("htjs_anonymous_id_srvr", "a=b%3Bc%22%C3%A9+%20%2541@x/=="),
        twin("htjs_user_id_srvr", "{%22id%22:17}"),
      ],
    },
  },
  {
    name: "a percent-encoded semicolon stays encoded: no attribute can be injected",
    send: renew("htjs_anonymous_id=x%3B%20Domain=evil.example%0d%0aSet-Cookie:%20y=1"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [twin("htjs_anonymous_id_srvr", "x%3B%20Domain=evil.example%0d%0aSet-Cookie:%20y=1")],
    },
  },
  ...['a"b', "a b", "a,b", "a\\b", "caf\u00e9"].map((value): ParityCase => ({
    name: `a value that is not cookie-octets counts as present and is left alone (${JSON.stringify(value)})`,
    send: renew(`htjs_anonymous_id=${value}; htjs_anonymous_id_srvr=old; htjs_user_id_srvr=u1`),
    vendor: null,
    answer: { status: 200, setCookies: gone("htjs_user_id_srvr") },
  })),
  {
    name: "restore is all or nothing: beside a twin that cannot come back, none does",
    why: "an old user alone would be glued to the SDK's new anonymous id",
    send: renew('htjs_anonymous_id_srvr=a"b; htjs_user_id_srvr=u1'),
    vendor: null,
    answer: { status: 200 },
  },
  {
    name: "a group above its byte budget is left as it is",
    send: renew(`htjs_anonymous_id=${long}; htjs_user_id=u; htjs_user_id_srvr=old`),
    vendor: null,
    answer: { status: 200 },
  },
  {
    name: "a lost group above its byte budget is left as it is",
    why: "only another than we has made such twins: brought back, they would be twice as much in every request",
    send: renew(`htjs_anonymous_id_srvr=${long}; htjs_user_id_srvr=u`),
    vendor: null,
    answer: { status: 200 },
  },
  {
    name: "malformed cookies of others are ignored",
    send: renew('; =; ==x; lonely; a b=c; "q"; htjs_anonymous_id=a1;; \t ;'),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_anonymous_id_srvr", "a1")] },
  },
  {
    name: "names match whole and in their case",
    send: renew("xhtjs_anonymous_id=1; htjs_anonymous_idx=2; HTJS_ANONYMOUS_ID=3; htjs_anonymous_id_srvr_srvr=4"),
    vendor: null,
    answer: { status: 200 },
  },
  {
    name: "of two cookies of one name the first counts and the host-only one goes",
    send: renew("htjs_anonymous_id=first; htjs_anonymous_id=second"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_anonymous_id_srvr", "first"), strayGone("htjs_anonymous_id")] },
  },
  {
    name: "of two twins of one name the host-only one goes",
    send: renew("htjs_anonymous_id_srvr=first; htjs_anonymous_id_srvr=second"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        browserCookie("htjs_anonymous_id", "first"),
        twin("htjs_anonymous_id_srvr", "first"),
        strayGone("htjs_anonymous_id_srvr"),
      ],
    },
  },
  {
    name: "an empty value is a value",
    send: renew("htjs_user_id="),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_user_id_srvr", "")] },
  },
  {
    name: "a name with * mirrors each match as a group of its own, five at most",
    send: {
      ...renew("ac_1_id=a; ac_2_id=b; ac_3_id_srvr=c; ac_4_id=d; ac__id=no; ac_5_id=e; ac_6_id=f; ac_user=u"),
      path: "/acme/renew",
    },
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        twin("ac_1_id_srvr", "a"),
        twin("ac_2_id_srvr", "b"),
        browserCookie("ac_3_id", "c"),
        twin("ac_3_id_srvr", "c"),
        twin("ac_4_id_srvr", "d"),
        twin("ac_5_id_srvr", "e"),
        twin("ac_user_srvr", "u"),
      ],
    },
  },
  {
    name: "after a reset no twin of a name with * is left, beyond the five that one renew may write",
    why: "the marker is spent at once: the sixth would bring the old person back with the next call",
    send: {
      ...renew(`fp_reset_acme=1; ${[1, 2, 3, 4, 5, 6].map((n) => `as_${n}_srvr=old`).join("; ")}`),
      path: "/acme/renew",
    },
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        ...[1, 2, 3, 4, 5, 6].flatMap((n) => gone(`as_${n}_srvr`)),
        ...gone("fp_reset_acme"),
        twin("fp_reset_acme_srvr", "1"),
      ],
    },
  },
  {
    name: "a twin's twin, and a name that is no token, are no match of a name with *",
    why: "what it brings back would have a twin's name and be open to script; a name is written into Set-Cookie",
    send: { ...renew('as_1_srvr_srvr=a; as_(1)=b; as_"1"_srvr=c'), path: "/acme/renew" },
    vendor: null,
    answer: { status: 200 },
  },
  {
    name: "two names with * in one vendor are both matched",
    send: { ...renew("ac_1_id=a; as_1=b"), path: "/acme/renew" },
    vendor: null,
    answer: { status: 200, setCookies: [twin("ac_1_id_srvr", "a"), twin("as_1_srvr", "b")] },
  },
  {
    name: "a group of exactly its byte budget is mirrored",
    send: renew(`htjs_user_id=${"u".repeat(2_048 - "htjs_user_id".length)}`),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_user_id_srvr", "u".repeat(2_048 - "htjs_user_id".length))] },
  },
  {
    name: "the body of a renew is never read and may be empty",
    send: { ...renew("htjs_user_id=u"), body: "" },
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_user_id_srvr", "u")] },
  },
  {
    name: "a renew with a body above 4 KiB is refused by its length",
    send: { ...renew("htjs_user_id=u"), body: "x".repeat(4_097) },
    vendor: null,
    answer: { status: 413, code: "body_too_large" },
  },
  {
    name: "renew takes POST only",
    send: { path: "/ht/renew", headers: { cookie: "htjs_user_id=u" } },
    vendor: null,
    answer: { status: 405, code: "method_not_allowed", headers: { allow: "POST, OPTIONS" } },
  },
];
