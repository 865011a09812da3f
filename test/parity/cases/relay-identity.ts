import type { Headers, ParityCase, Sent, VendorReply } from "../case.ts";
import { browserCookie, gone, hostOnlyCookie, MARKS, strayGone, twin } from "./expected-cookies.ts";

/** A page of the site's own, with the key of its source. */
const page = (cookie: string | null, headers: Headers = {}): Headers => ({
  "sec-fetch-site": "same-origin",
  authorization: "Basic V0s6",
  cookie,
  ...headers,
});
const settings = (cookie: string | null, headers: Headers = {}): Sent => ({
  path: "/sg/v1/projects/WK/settings",
  headers: page(cookie, headers),
});
const event = (cookie: string | null, headers: Headers = {}): Sent => ({
  method: "POST",
  path: "/sg/v1/t",
  headers: page(cookie, { "content-type": "text/plain", ...headers }),
  body: '{"event":"x","writeKey":"WK"}',
});
/** The same of the made-up vendor, where a rule needs another config. */
const who = (cookie: string | null, headers: Headers = {}): Sent => ({
  path: "/acme/who",
  headers: page(cookie, headers),
});
const whoEvent = (cookie: string | null, headers: Headers = {}): Sent => ({
  ...who(cookie, headers),
  method: "POST",
  path: "/acme/who/events",
  body: '{"what":"x"}',
});
const json = (...headers: NonNullable<VendorReply["headers"]>): VendorReply => ({
  headers: [["content-type", "application/json"], ...headers],
  body: '{"ok":true}',
});
const TAGS = [
  ["etag", '"e1"'],
  ["last-modified", "Sun, 22 Nov 2026 00:00:00 GMT"],
  ["expires", "Wed, 22 Nov 2028 00:00:00 GMT"],
  ["age", "17"],
] as const;
const KEPT: Headers = {
  "cache-control": "private, no-cache",
  vary: "Origin, Cookie",
  etag: '"e1"',
  "last-modified": "Sun, 22 Nov 2026 00:00:00 GMT",
  expires: null,
  age: null,
};
const NEVER_KEPT: Headers = {
  "cache-control": "private, no-store",
  vary: "Origin, Cookie",
  etag: null,
  "last-modified": null,
  expires: null,
  age: null,
};
const CLOUDFRONT = { via: "2.0 a1b2.cloudfront.net (CloudFront)" };
const STRANGER = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };

const restored = [
  browserCookie("ajs_anonymous_id", "a1"),
  twin("ajs_anonymous_id_srvr", "a1"),
  browserCookie("ajs_user_id", "u1"),
  twin("ajs_user_id_srvr", "u1"),
];
const TWINS = "ajs_anonymous_id_srvr=a1; ajs_user_id_srvr=u1";
const PERSON = "ajs_anonymous_id=a1; ajs_user_id=u1";
const goneTwins = [...gone("ajs_anonymous_id_srvr"), ...gone("ajs_user_id_srvr")];
const long = "x".repeat(2_100);

/** What the SDK waits for before it reads its cookies. */
const renewing: readonly ParityCase[] = [
  {
    name: "settings restore before the SDK reads its cookies",
    site: "segment",
    send: settings(TWINS),
    vendor: json(),
    answer: {
      status: 200,
      headers: { "cache-control": "private, no-cache", vary: "Origin, Cookie" },
      setCookies: restored,
    },
  },
  {
    name: "settings mirror who is there, twins that are right as well: they live from their last renewal",
    site: "segment",
    send: settings(`session=s3cret; ${PERSON}; ${TWINS}`),
    vendor: json(),
    answer: { status: 200, setCookies: [twin("ajs_anonymous_id_srvr", "a1"), twin("ajs_user_id_srvr", "u1")] },
  },
  {
    name: "settings after a log-out: nobody is restored, the twins go, and so does the marker",
    site: "segment",
    send: settings(`fp_reset_segment=1; ${TWINS}`),
    vendor: json(),
    answer: {
      status: 200,
      setCookies: [...goneTwins, ...gone("fp_reset_segment"), twin("fp_reset_segment_srvr", "1")],
    },
  },
  {
    name: "settings take the host-only one of two cookies away",
    site: "segment",
    send: settings("ajs_anonymous_id=a1; ajs_anonymous_id=a0"),
    vendor: json(),
    answer: { status: 200, setCookies: [twin("ajs_anonymous_id_srvr", "a1"), strayGone("ajs_anonymous_id")] },
  },
  {
    name: "settings for nobody are personal all the same",
    why: "a shared cache that kept them would answer a visitor who has twins",
    site: "segment",
    send: settings(null),
    vendor: json(["cache-control", "public, max-age=31536000, s-maxage=31536000"], ...TAGS),
    answer: { status: 200, headers: KEPT },
  },
  {
    name: "settings that restore keep the tags by which a browser asks again",
    site: "segment",
    send: settings(TWINS),
    vendor: json(["cache-control", "public, max-age=31536000, s-maxage=31536000"], ...TAGS),
    answer: { status: 200, headers: KEPT, setCookies: restored },
  },
  {
    name: "a 304 restores",
    why: "its Set-Cookie is stored by Chromium and by WebKitGTK",
    site: "segment",
    send: settings(TWINS, { "if-none-match": '"e1"' }),
    vendor: { status: 304, headers: [["cache-control", "public, max-age=300"], ...TAGS] },
    received: { headers: { "if-none-match": '"e1"' } },
    answer: { status: 304, headers: KEPT, setCookies: restored },
  },
  {
    name: "settings that the vendor wants in no cache are in none",
    site: "segment",
    send: settings(null),
    vendor: json(["cache-control", "No-Store"], ...TAGS),
    answer: { status: 200, headers: NEVER_KEPT },
  },
  {
    name: "settings by way of CloudFront ask it to leave the cookies out of what it keeps",
    site: "segment",
    send: settings(TWINS, CLOUDFRONT),
    vendor: json(),
    answer: {
      status: 200,
      headers: { "cache-control": 'private, no-cache, no-cache="Set-Cookie"' },
      setCookies: restored,
    },
  },
  ...[404, 429, 503].map((status): ParityCase => ({
    name: `settings restore whatever the vendor says (${status}), and an error is kept by nobody`,
    why: "who the visitor is does not depend on the vendor",
    site: "segment",
    send: settings(TWINS),
    vendor: { ...json(...TAGS), status },
    answer: { status, headers: NEVER_KEPT, setCookies: restored },
  })),
  {
    name: "HEAD of settings does as GET does",
    site: "segment",
    send: { ...settings("ajs_anonymous_id=a1"), method: "HEAD" },
    vendor: { headers: [["content-type", "application/json"]] },
    answer: { status: 200, setCookies: [twin("ajs_anonymous_id_srvr", "a1")] },
  },
  {
    name: "what fails here sets nothing",
    site: "segment",
    send: settings(TWINS),
    vendor: { status: 302, headers: [["location", "https://evil.example/"]] },
    answer: { status: 502, code: "upstream_redirect", headers: { "cache-control": "no-store" } },
  },
  ...[STRANGER, { "sec-fetch-site": "none" }].map((headers): ParityCase => ({
    name: `settings for whoever may not change cookies are relayed, with none of ours (${headers["sec-fetch-site"]})`,
    site: "segment",
    send: settings(`fp_reset_segment=1; ${TWINS}`, headers),
    vendor: json(),
    answer: { status: 200, headers: { "cache-control": "private, no-cache", vary: "Origin, Cookie" } },
  })),
  {
    name: "a script restores before the SDK reads its cookies",
    send: { path: "/acme/who/new/who.js", headers: page("ac_user_srvr=u1") },
    vendor: { headers: [["content-type", "text/javascript"], ...TAGS], body: "1" },
    answer: {
      status: 200,
      headers: { ...KEPT, vary: "Origin, Cookie" },
      setCookies: [browserCookie("ac_user", "u1"), twin("ac_user_srvr", "u1")],
    },
  },
  {
    name: "nobody is restored over whom a script's address names",
    send: { path: "/acme/who/u2/who.js", headers: page("ac_user_srvr=u1") },
    vendor: { headers: [["content-type", "text/javascript"]], body: "1" },
    answer: { status: 200 },
  },
  {
    name: "a script that mirrors is for pages that are trusted only",
    site: "tokens",
    send: { path: "/br/webxp/script/TOKEN-1/new/modifications.min.js", headers: { origin: "https://evil.example" } },
    vendor: { headers: [["content-type", "text/javascript"], ...TAGS], body: "1" },
    answer: {
      status: 200,
      headers: {
        ...KEPT,
        vary: "Cookie, Origin",
        "access-control-allow-origin": null,
        "cross-origin-resource-policy": null,
      },
    },
  },
];

/** What an event's answer does. */
const following: readonly ParityCase[] = [
  {
    name: "an event's answer makes the twins: a visit of one page gets them",
    site: "segment",
    send: event(`session=s3cret; ${PERSON}`),
    vendor: json(),
    answer: {
      status: 200,
      headers: { "cache-control": "private, no-store" },
      setCookies: [twin("ajs_anonymous_id_srvr", "a1"), twin("ajs_user_id_srvr", "u1")],
    },
  },
  {
    name: "twins that are right are not written again by an event",
    why: "an answer that is slow would bring back the twins of somebody who has logged out since",
    site: "segment",
    send: event(`${PERSON}; ${TWINS}`),
    vendor: json(),
    answer: { status: 200, headers: { "cache-control": "no-store" } },
  },
  {
    name: "a group that has changed is written whole",
    why: "of an answer that is late the user's twin alone would stand beside the next person's anonymous id",
    site: "segment",
    send: event(`${PERSON}; ajs_anonymous_id_srvr=a1`),
    vendor: json(),
    answer: { status: 200, setCookies: [twin("ajs_anonymous_id_srvr", "a1"), twin("ajs_user_id_srvr", "u1")] },
  },
  {
    name: "an event expires a carried twin whose browser cookie has gone while another of its group is there",
    site: "segment",
    send: event(`ajs_anonymous_id=a1; ${TWINS}`),
    vendor: json(),
    answer: { status: 200, setCookies: gone("ajs_user_id_srvr") },
  },
  {
    name: "an event restores nobody, and takes nobody away",
    why: "a beacon, a pixel and a server library carry no browser cookie",
    site: "segment",
    send: event(TWINS),
    vendor: json(),
    answer: { status: 200 },
  },
  {
    name: "an event after a log-out takes the twins away, and the marker",
    site: "segment",
    send: event(`fp_reset_segment=1; ${TWINS}`),
    vendor: json(),
    answer: {
      status: 200,
      setCookies: [...goneTwins, ...gone("fp_reset_segment"), twin("fp_reset_segment_srvr", "1")],
    },
  },
  {
    name: "the first event after a log-out mirrors the new person, and spends the marker",
    site: "segment",
    send: event(`fp_reset_segment=1; ajs_anonymous_id=a2; ${TWINS}`),
    vendor: json(),
    answer: {
      status: 200,
      setCookies: [
        twin("ajs_anonymous_id_srvr", "a2"),
        ...gone("ajs_user_id_srvr"),
        ...gone("fp_reset_segment"),
        twin("fp_reset_segment_srvr", MARKS.a2),
      ],
    },
  },
  {
    name: "an event of who has come since a log-out writes nothing where the twins are right",
    site: "segment",
    send: event(`fp_reset_segment_srvr=${MARKS.a2}; ajs_anonymous_id=a2; ajs_anonymous_id_srvr=a2`),
    vendor: json(),
    answer: { status: 200, headers: { "cache-control": "no-store" } },
  },
  {
    name: "a log-out that was seen is remembered by events, too",
    site: "segment",
    send: event(`fp_reset_segment_srvr=1; ${TWINS}`),
    vendor: json(),
    answer: { status: 200, setCookies: goneTwins },
  },
  {
    name: "an event that carries two twins of one name writes it, and takes the host-only one away",
    why: "which of them has the Domain is not said: the other may be somebody else's",
    site: "segment",
    send: event("ajs_anonymous_id=a1; ajs_anonymous_id_srvr=a1; ajs_anonymous_id_srvr=a0"),
    vendor: json(),
    answer: { status: 200, setCookies: [twin("ajs_anonymous_id_srvr", "a1"), strayGone("ajs_anonymous_id_srvr")] },
  },
  {
    name: "two twins of one name are nothing to an event of nobody",
    site: "segment",
    send: event("ajs_anonymous_id_srvr=a1; ajs_anonymous_id_srvr=a0"),
    vendor: json(),
    answer: { status: 200 },
  },
  ...[`ajs_anonymous_id=${long}`, 'ajs_anonymous_id="a1"'].map((cookie): ParityCase => ({
    name: `what cannot be mirrored is left alone by an event (${cookie.slice(0, 22)})`,
    site: "segment",
    send: event(`${cookie}; ajs_anonymous_id_srvr=old`),
    vendor: json(),
    answer: { status: 200 },
  })),
  ...[400, 429, 503].map((status): ParityCase => ({
    name: `an event that the vendor does not take (${status}) makes the twins as well`,
    site: "segment",
    send: event("ajs_anonymous_id=a1"),
    vendor: { ...json(), status },
    answer: { status, headers: NEVER_KEPT, setCookies: [twin("ajs_anonymous_id_srvr", "a1")] },
  })),
  {
    name: "an event of a stranger's page is relayed, and changes nothing",
    site: "segment",
    send: event(`fp_reset_segment=1; ${PERSON}`, STRANGER),
    vendor: json(),
    received: { body: '{"event":"x","writeKey":"WK"}' },
    answer: { status: 200, headers: { "cache-control": "no-store" } },
  },
  {
    name: "an older browser's event is judged by Origin: its own page's makes the twins",
    site: "segment",
    send: event("ajs_anonymous_id=a1", { "sec-fetch-site": null, origin: "https://www.shop.example" }),
    vendor: json(),
    answer: { status: 200, setCookies: [twin("ajs_anonymous_id_srvr", "a1")] },
  },
  {
    name: "an event with a Cookie header that is too long to read is relayed as ever",
    why: "431 would lose the event",
    site: "segmentSmall",
    send: event(`ajs_anonymous_id=a1; x=${"x".repeat(600)}`),
    vendor: json(),
    received: { body: '{"event":"x","writeKey":"WK"}' },
    answer: { status: 200, headers: { "cache-control": "no-store" } },
  },
  {
    name: "an event with a Cookie header that is just not too long makes the twins",
    site: "segmentSmall",
    send: event("ajs_anonymous_id=a1; x=".padEnd(512, "x")),
    vendor: json(),
    answer: { status: 200, setCookies: [twin("ajs_anonymous_id_srvr", "a1")] },
  },
  {
    name: "names with * follow events, five at most",
    send: whoEvent([1, 2, 3, 4, 5, 6].map((n) => `as_${n}=v${n}`).join("; ")),
    vendor: json(),
    answer: { status: 200, setCookies: [1, 2, 3, 4, 5].map((n) => twin(`as_${n}_srvr`, `v${n}`)) },
  },
  {
    name: "groups are mirrored in turn as long as all of them are four full ones at most",
    why: "each is within its limit, and the next request would be 431 at a CDN",
    send: whoEvent([1, 2, 3, 4, 5].map((n) => `as_${n}=${String(n).repeat(2_000)}`).join("; ")),
    vendor: json(),
    answer: { status: 200, setCookies: [1, 2, 3, 4].map((n) => twin(`as_${n}_srvr`, String(n).repeat(2_000))) },
  },
  {
    name: "a vendor that is switched off makes no twins",
    site: "segmentOff",
    send: event(PERSON),
    vendor: null,
    answer: { status: 200, body: '{"dropped":true,"by":"disabled"}' },
  },
];

/** Whose cookie comes back where the vendor writes a twin itself. */
const VENDORS = "ac_user_srvr=v1; Path=/; Secure; Domain=shop.example";
const vendorsOwn: readonly ParityCase[] = [
  {
    name: "a vendor's own Set-Cookie by a twin's name wins where it says the same",
    why: "the vendor knows best how long its own cookie lives",
    send: whoEvent("ac_user=v1"),
    vendor: json(["set-cookie", "ac_user_srvr=v1"]),
    answer: { status: 200, setCookies: [VENDORS] },
  },
  {
    name: "a vendor's own twin of somebody else than is there stays behind",
    why: "after the next loss it would bring that person back",
    send: whoEvent("ac_user=u1"),
    vendor: json(["set-cookie", "ac_user_srvr=v1"]),
    answer: { status: 200, setCookies: [twin("ac_user_srvr", "u1")] },
  },
  {
    name: "where nobody is there a vendor's own twin comes back",
    send: whoEvent("as_1=v"),
    vendor: json(["set-cookie", "ac_user_srvr=v1"]),
    answer: { status: 200, setCookies: [VENDORS, twin("as_1_srvr", "v")] },
  },
  {
    name: "beside a vendor's own twin all others are made",
    send: who("ac_user=v1; as_1=v"),
    vendor: json(["set-cookie", "ac_user_srvr=v1"]),
    answer: { status: 200, setCookies: [VENDORS, twin("as_1_srvr", "v")] },
  },
  {
    name: "after a log-out the vendor's own twin does not win: it was asked with the old person's",
    send: whoEvent("fp_reset_acme=1; ac_user_srvr=v1"),
    vendor: json(["set-cookie", "ac_user_srvr=v1"]),
    answer: {
      status: 200,
      setCookies: [...gone("ac_user_srvr"), ...gone("fp_reset_acme"), twin("fp_reset_acme_srvr", "1")],
    },
  },
  {
    name: "a twin that the vendor makes anew after a log-out comes back",
    send: whoEvent("fp_reset_acme=1"),
    vendor: json(["set-cookie", "ac_user_srvr=v1"]),
    answer: { status: 200, setCookies: [VENDORS, ...gone("fp_reset_acme"), twin("fp_reset_acme_srvr", "1")] },
  },
];

/** Consent, as for renew. */
const consenting: readonly ParityCase[] = [
  ...(["who", "whoEvent"] as const).flatMap((kind): ParityCase[] => {
    const send = kind === "who" ? who : whoEvent;
    const isEvent = kind === "whoEvent";
    return [
      {
        name: `consent: granted, ${kind} keeps the identity`,
        site: "consent",
        send: send("cc=yes; ac_user=u1"),
        vendor: json(),
        answer: { status: 200, setCookies: [twin("ac_user_srvr", "u1")] },
      },
      {
        name: `consent: unknown, ${kind} writes nothing and takes nothing away`,
        site: "consent",
        send: send("cc=later; ac_user=u1; ac_device_srvr=none"),
        vendor: isEvent ? null : json(),
        answer: { status: 200 },
      },
      {
        name: `consent: unknown, a log-out holds on ${kind}, and its marker stays`,
        site: "consent",
        send: send("cc=later; fp_reset_acme=1; ac_user_srvr=u1"),
        vendor: isEvent ? null : json(),
        answer: { status: 200, setCookies: gone("ac_user_srvr") },
      },
      {
        name: `consent: denied, ${kind} takes away what is carried: such a page calls no renew`,
        site: "consent",
        send: send("cc=no; ac_user=u1; ac_user_srvr=u1; as_1_srvr=v; session=s3cret"),
        vendor: isEvent ? null : json(["set-cookie", "ac_user_srvr=v1"]),
        answer: {
          status: 200,
          headers: isEvent ? { "cache-control": "private, no-store" } : {},
          setCookies: [...gone("ac_user"), ...gone("ac_user_srvr"), ...gone("as_1_srvr")],
        },
      },
      {
        name: `consent: withdrawn, ${kind} takes away what is carried where nobody is asked`,
        send: send("fp_withdrawn=1; ac_user=u1; ac_user_srvr=u1"),
        vendor: isEvent ? null : json(),
        answer: { status: 200, setCookies: [...gone("ac_user"), ...gone("ac_user_srvr")] },
      },
    ];
  }),
  {
    name: "consent: where events of those who deny are stripped and their identity is kept, it is kept",
    site: "consentStrip",
    send: whoEvent("cc=no; ac_user=u1"),
    vendor: json(),
    received: { body: '{"what":"x"}' },
    answer: { status: 200, setCookies: [twin("ac_user_srvr", "u1")] },
  },
  {
    name: "consent: an event that cannot be stripped is dropped, and its answer follows all the same",
    site: "consentStrip",
    send: { ...whoEvent("cc=no; ac_user=u1"), body: "not JSON" },
    vendor: null,
    answer: { status: 200, body: '{"dropped":true,"by":"consent"}', setCookies: [twin("ac_user_srvr", "u1")] },
  },
  {
    name: "consent: settings to nobody in particular are kept without a tag",
    site: "consentStrip",
    send: who("cc=later; ac_user=u1"),
    vendor: json(...TAGS),
    answer: { status: 200, headers: { ...KEPT, etag: null, "last-modified": null } },
  },
];

/** Of several projects each has a twin of its own for one browser cookie. */
const renewTokens = (cookie: string, host = "www.shop.example"): Sent => ({
  method: "POST",
  path: "/br/renew",
  headers: { "sec-fetch-site": "same-origin", cookie, host },
});
const bulkFor = (tokens: readonly string[], cookie: string): Sent => ({
  ...renewTokens(cookie),
  path: "/br/bulk",
  body: JSON.stringify({ commands: tokens.map((company_id) => ({ name: "x", data: { company_id } })) }),
});
const sharing: readonly ParityCase[] = [
  {
    name: "of several keys the one that the request names gets its twin",
    why: "a deployment may have many projects, and a visitor meets few of them",
    site: "tokens",
    send: bulkFor(["TOKEN-2"], "__exponea_etc__=e1"),
    vendor: json(),
    received: { cookie: "__exponea_etc__=e1" },
    answer: { status: 200, setCookies: [twin("xnpe_TOKEN-2", "e1")] },
  },
  {
    name: "each key that it names does, and none twice",
    site: "tokens",
    send: bulkFor(["TOKEN-2", "TOKEN-1", "TOKEN-2"], "__exponea_etc__=e1"),
    vendor: json(),
    received: { cookie: "__exponea_etc__=e1" },
    answer: { status: 200, setCookies: [twin("xnpe_TOKEN-1", "e1"), twin("xnpe_TOKEN-2", "e1")] },
  },
  {
    name: "a twin that is carried is kept right beside it",
    site: "tokens",
    send: bulkFor(["TOKEN-2"], "__exponea_etc__=e1; xnpe_TOKEN-1=e0"),
    vendor: json(),
    received: { cookie: "__exponea_etc__=e1" },
    answer: { status: 200, setCookies: [twin("xnpe_TOKEN-1", "e1"), twin("xnpe_TOKEN-2", "e1")] },
  },
  {
    name: "who names none of several keys gets the twins that are carried",
    site: "tokens",
    send: renewTokens("__exponea_etc__=e1; xnpe_TOKEN-2=e0"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("xnpe_TOKEN-2", "e1")] },
  },
  {
    name: "a log-out is over once somebody is there, whichever key has a twin",
    site: "tokens",
    send: renewTokens("fp_reset_bloomreach_srvr=1; __exponea_etc__=e1"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("fp_reset_bloomreach_srvr", MARKS.e1)] },
  },
  {
    name: "after a log-out another key's twin of somebody else brings nobody back, and goes",
    why: "the answer to a request from before the log-out, for one project alone, came last",
    site: "tokens",
    send: renewTokens(`fp_reset_bloomreach_srvr=${MARKS.e1}; xnpe_TOKEN-1=old; xnpe_TOKEN-2=e1`),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [...gone("xnpe_TOKEN-1"), hostOnlyCookie("__exponea_etc__", "e1"), twin("xnpe_TOKEN-2", "e1")],
    },
  },
  {
    name: "after a log-out whoever is known by a key of another host stays known beside who has come here",
    why: "on hosts of their own two projects may take one visitor for two",
    site: "tokens",
    send: renewTokens(`fp_reset_bloomreach_srvr=${MARKS.a2}; __exponea_etc__=e1`, "www.shop.de"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        twin("xnpe_TOKEN-3", "e1", "shop.de"),
        twin("fp_reset_bloomreach_srvr", `${MARKS.e1}.${MARKS.a2}`, "shop.de"),
      ],
    },
  },
  {
    name: "of several who have come since a log-out each is restored",
    site: "tokens",
    send: renewTokens(`fp_reset_bloomreach_srvr=${MARKS.e1}.${MARKS.a2}; xnpe_TOKEN-1=a2`),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [hostOnlyCookie("__exponea_etc__", "a2"), twin("xnpe_TOKEN-1", "a2")],
    },
  },
  {
    name: "one browser cookie has a twin for its key alone where no other may pass on the host",
    why: "the key of another site of yours has no business on this one's domain",
    site: "tokens",
    send: renewTokens("__exponea_etc__=e1", "www.shop.de"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("xnpe_TOKEN-3", "e1", "shop.de")] },
  },
  {
    name: "a key's twin is made on its own domain",
    site: "tokens",
    send: renewTokens("__exponea_etc__=e1; xnpe_TOKEN-1=e0", "www.shop.de"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("xnpe_TOKEN-3", "e1", "shop.de")] },
  },
  {
    name: "a twin whose key may not pass on the host brings nobody back",
    site: "tokens",
    send: renewTokens("xnpe_TOKEN-3=e3"),
    vendor: null,
    answer: { status: 200, body: '{"written":[],"expired":[]}' },
  },
  {
    name: "of two twins of one browser cookie the first brings it back, and the second follows",
    why: "each by itself would write it: two Set-Cookie of one name, and the last person wins",
    site: "tokens",
    send: renewTokens("xnpe_TOKEN-2=e2; xnpe_TOKEN-1=e1"),
    vendor: null,
    answer: {
      status: 200,
      body: '{"written":["__exponea_etc__","xnpe_TOKEN-1","xnpe_TOKEN-2"],"expired":[]}',
      setCookies: [hostOnlyCookie("__exponea_etc__", "e1"), twin("xnpe_TOKEN-1", "e1"), twin("xnpe_TOKEN-2", "e1")],
    },
  },
  {
    name: "where the first twin cannot bring it back, the second does",
    site: "tokens",
    send: renewTokens('xnpe_TOKEN-1="e1"; xnpe_TOKEN-2=e2'),
    vendor: null,
    answer: { status: 200, setCookies: [hostOnlyCookie("__exponea_etc__", "e2"), twin("xnpe_TOKEN-2", "e2")] },
  },
  {
    name: "of one browser cookie that is there twice the one goes that its SDK does not write, once",
    site: "tokens",
    send: renewTokens("__exponea_etc__=e1; __exponea_etc__=e0; xnpe_TOKEN-1=e0"),
    vendor: null,
    answer: {
      status: 200,
      body: '{"written":["xnpe_TOKEN-1"],"expired":["__exponea_etc__"]}',
      setCookies: [twin("xnpe_TOKEN-1", "e1"), ...gone("__exponea_etc__").slice(1)],
    },
  },
  {
    name: "clear names the twins of the host's own keys",
    site: "tokens",
    send: { ...renewTokens("__exponea_etc__=e1"), path: "/br/clear" },
    vendor: null,
    answer: { status: 200, setCookies: [...gone("xnpe_TOKEN-1"), ...gone("xnpe_TOKEN-2")] },
  },
  {
    name: "a withdrawal names each cookie once, and twins of keys that pass elsewhere; the memory of a log-out nobody",
    why: "one may be left of a time when they passed here",
    site: "tokens",
    send: {
      ...renewTokens(`__exponea_etc__=e1; fp_reset_bloomreach_srvr=${MARKS.e1}`),
      path: "/br/consent/withdraw",
    },
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        ...["__exponea_etc__", "xnpe_TOKEN-1", "xnpe_TOKEN-2", "xnpe_TOKEN-3", "__exponea_time2__"].flatMap((name) =>
          gone(name),
        ),
        twin("fp_reset_bloomreach_srvr", "1"),
        twin("fp_withdrawn", "1"),
      ],
    },
  },
];

/** What an answer of the relay does to the identity, for SDKs that call no renew. */
export const relayIdentityCases: readonly ParityCase[] = [
  ...renewing,
  ...following,
  ...vendorsOwn,
  ...consenting,
  ...sharing,
];
