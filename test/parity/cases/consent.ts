import { gzipSync } from "node:zlib";
import type { Headers, ParityCase, SiteName } from "../case.ts";
import { browserCookie, gone, MARKS, twin } from "./expected-cookies.ts";

const json = { "content-type": "application/json" };
const ok = { status: 200, headers: [["content-type", "application/json"]], body: '{"success":true}' } as const;
const DROPPED = { "content-type": "application/json", "cache-control": "no-store" } as const;
const dropped = { status: 200, body: '{"dropped":true,"by":"consent"}', headers: DROPPED } as const;

const event = (
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer> = EVENT,
  path = "/v1/track",
) => ({
  method: "POST",
  path: `/ht${path}`,
  headers: { ...json, ...headers },
  body,
});
const call = (path: string, cookie: string | null, headers: Headers = {}) => ({
  method: "POST",
  path,
  headers: { "sec-fetch-site": "same-origin", cookie, ...headers },
});

const EVENT =
  '{"timestamp":"2026-11-22T00:00:00.000Z","userId":"u1","anonymousId":"a1","event":"Bought","type":"track","properties":{"total":5},"context":{"page":{"path":"/"},"traits":{"email":"ann@example.com"},"ip":"192.0.2.7","locale":"de"},"messageId":"m1","writeKey":"WK"}';
const STRIPPED =
  '{"timestamp":"2026-11-22T00:00:00.000Z","anonymousId":"m1","event":"Bought","type":"track","properties":{"total":5},"context":{"page":{"path":"/"},"locale":"de"},"messageId":"m1","writeKey":"WK"}';
const IDENTITY =
  "htjs_anonymous_id=a1; htjs_anonymous_id_srvr=a1; htjs_user_id=u1; htjs_user_id_srvr=u1; session=s3cret; other=1";
const goneIdentity = ["htjs_anonymous_id", "htjs_anonymous_id_srvr", "htjs_user_id", "htjs_user_id_srvr"].flatMap(
  (name) => gone(name),
);
const noAddress = { "x-forwarded-for": null } as const;

/** What of each state the sites `consent` (the defaults) and `consentStrip` do, by the header or cookie that says it. */
const SAID = {
  granted: { cookie: "cc=yes" },
  denied: { cookie: "cc=no" },
  unknown: { cookie: "cc=later" },
} as const;

export const consentCases: readonly ParityCase[] = [
  // The relay.
  {
    name: "consent: granted, an event goes up as it is",
    site: "consent",
    send: event(SAID.granted),
    vendor: ok,
    received: { body: EVENT },
    answer: { status: 200, body: '{"success":true}' },
  },
  ...[
    { said: "denied by its cookie", headers: SAID.denied },
    { said: "unknown, with a value that is neither", headers: SAID.unknown },
    { said: "unknown, with no cookie", headers: {} },
    { said: "denied by Sec-GPC: 1, whatever the cookie says", headers: { ...SAID.granted, "sec-gpc": "1" } },
    { said: "withdrawn, whatever the cookie says", headers: { cookie: "cc=yes; fp_withdrawn=1" } },
  ].map(({ said, headers }): ParityCase => ({
    name: `consent: ${said}: an event is acknowledged and goes nowhere`,
    why: "the SDK would send it again, or keep it for the day of a consent, on any error",
    site: "consent",
    send: event(headers),
    vendor: null,
    answer: dropped,
  })),
  ...["cc=yes; cc=no", "cc=no; cc=yes", "cc=yes; cc=later", "cc=yes; a=b; cc=yes; cc=no"].map((cookie): ParityCase => ({
    name: `consent: of a cookie that is there more than once the strictest value counts (${cookie})`,
    why: "a host-only cookie lies before the tool's own with a Domain, and any neighbour's beside it",
    site: "consent",
    send: event({ cookie }),
    vendor: null,
    answer: dropped,
  })),
  {
    name: "consent: a cookie that says the same twice says it",
    site: "consent",
    send: event({ cookie: "cc=yes; cc=yes" }),
    vendor: ok,
    received: { body: EVENT },
    answer: { status: 200 },
  },
  {
    name: "consent: any other Sec-GPC is no signal",
    site: "consent",
    send: event({ ...SAID.granted, "sec-gpc": "0" }),
    vendor: ok,
    received: { body: EVENT },
    answer: { status: 200 },
  },
  {
    name: "consent: a large event that is dropped is answered",
    why: "left unread, it would cost the client its connection on Deno",
    site: "consent",
    send: event(SAID.denied, "x".repeat(900_000)),
    vendor: null,
    answer: dropped,
    gaps: {
      "small bodies": {
        why: "the platform hands on the first 40 kB of a body; more is 413",
        instead: { answer: { status: 413, code: "body_too_large" } },
      },
    },
  },
  {
    name: "consent: an event that is too large is 413 as ever, whatever was said",
    site: "consent",
    send: event(SAID.denied, "x".repeat(1_048_577)),
    vendor: null,
    answer: { status: 413, code: "body_too_large" },
  },
  {
    name: "consent: a dropped event is acknowledged as its route says, to a neighbour readably",
    site: "consent",
    send: {
      method: "POST",
      path: "/acme/bulk",
      headers: { ...SAID.denied, origin: "https://app.shop.example" },
      body: "{}",
    },
    vendor: null,
    answer: {
      status: 202,
      body: "ok",
      headers: {
        "content-type": "text/plain",
        "cache-control": "no-store",
        "access-control-allow-origin": "https://app.shop.example",
        vary: "Origin",
      },
    },
  },
  {
    name: "consent: denied, the SDK's files still come, without an address and without the vendor's cookies",
    site: "consent",
    send: { path: "/acme/js/sdk.js", headers: { cookie: "cc=no; xnpe_tok=a" } },
    vendor: {
      headers: [
        ["content-type", "text/javascript"],
        ["set-cookie", "xnpe_tok=b"],
      ],
      body: "1",
    },
    received: { headers: noAddress },
    answer: { status: 200, body: "1", headers: { "cache-control": "no-store" } },
  },
  {
    name: "consent: a withdrawal is denied where nobody asks for consent",
    send: event({ cookie: "fp_withdrawn=1" }),
    vendor: null,
    answer: dropped,
  },
  {
    name: "consent: a cookie that only ends like the marker is none",
    send: event({ cookie: "not_fp_withdrawn=1; x=fp_withdrawn" }),
    vendor: ok,
    received: { body: EVENT },
    answer: { status: 200 },
  },
  ...["ac_optout=1", "ac_out_k7=0", "ac_optout=0; ac_optout=1", "ac_out_k7=1; ac_out_k7=0"].map(
    (cookie): ParityCase => ({
      name: `consent: the vendor's own opt-out is denied where nobody asks for consent (${cookie})`,
      send: { method: "POST", path: "/acme/bulk", headers: { cookie }, body: "{}" },
      vendor: null,
      answer: { status: 202, body: "ok" },
    }),
  ),
  {
    name: "consent: an opt-out cookie with another value is none",
    send: { method: "POST", path: "/acme/bulk", headers: { cookie: "ac_optout=0; ac_out_k7=1" }, body: "{}" },
    vendor: ok,
    received: { cookie: "ac_optout=0" },
    answer: { status: 200 },
  },
  // What a page says of somebody beside events.
  ...[
    {
      what: "settings",
      path: "/ht/v1/projects/k/settings",
      type: "application/json",
      tags: { "if-none-match": '"visitor-42"', authorization: "Bearer john-session" },
    },
    {
      what: "a script",
      path: "/ht/browser/release/1/events.min.js",
      type: "text/javascript",
      tags: { "if-range": '"visitor-42"', range: "bytes=0-41" },
    },
  ].map(({ what, path, type, tags }): ParityCase => ({
    name: `a withdrawal: ${what} has no query, nothing that names a session, and no tag either way`,
    why: "an ETag is a cookie by another name: what the vendor wrote comes back with the next request",
    send: {
      path: `${path}?uid=john@example.com`,
      headers: {
        ...tags,
        cookie: "fp_withdrawn=1",
        "if-modified-since": "Sun, 22 Nov 2026 00:00:42 GMT",
        "user-agent": "Mozilla/5.0 (Linux; Android 14; SM-S918B) Chrome/120.0.6099.129 Mobile",
      },
    },
    vendor: {
      headers: [
        ["content-type", type],
        ["etag", '"visitor-42"'],
        ["last-modified", "Sun, 22 Nov 2026 00:00:42 GMT"],
      ],
      body: "{}",
    },
    received: {
      url: path.slice(3),
      headers: {
        ...noAddress,
        "if-none-match": null,
        "if-modified-since": null,
        "if-range": null,
        range: null,
        authorization: null,
        "user-agent": what === "settings" ? "Mozilla/5.0 (Linux; Android 10; K) Chrome/120.0.0.0 Mobile" : "firstparty",
      },
    },
    answer: { status: 200, headers: { etag: null, "last-modified": null } },
  })),
  {
    name: "a withdrawal: the address that the CDN in front names does not go up",
    site: "behindCdn",
    send: {
      path: "/ht/v1/projects/k/settings",
      headers: { cookie: "fp_withdrawn=1", "cloudfront-viewer-address": "198.51.100.7:4711" },
    },
    vendor: ok,
    received: { headers: { ...noAddress, "cloudfront-viewer-address": null } },
    answer: { status: 200 },
  },
  ...[
    { what: "Basic with more than a key stays here", sent: "GOOD:john@example.com", up: null },
    { what: "Basic, the key alone stays as it is", sent: "GOOD:", up: "Basic R09PRDo=" },
  ].map(({ what, sent, up }): ParityCase => ({
    name: `strip: ${what}`,
    site: "consentStrip",
    send: event({ ...SAID.unknown, authorization: `Basic ${btoa(sent)}` }),
    vendor: ok,
    received: { body: STRIPPED, headers: { authorization: up } },
    answer: { status: 200 },
  })),
  {
    name: "strip: a Bearer token that no list of keys holds may be anybody's session, and stays here",
    site: "consentStrip",
    send: event({ ...SAID.unknown, authorization: "Bearer john-session" }),
    vendor: ok,
    received: { body: STRIPPED, headers: { authorization: null } },
    answer: { status: 200 },
  },
  // Stripped.
  {
    name: "strip: what names a person is taken out of an event, address, cookies and query included",
    site: "consentStrip",
    send: event({ ...SAID.unknown, "x-forwarded-for": "6.6.6.6" }, EVENT, "/v1/track?email=ann@example.com"),
    vendor: ok,
    received: {
      url: "/v1/track",
      body: STRIPPED,
      headers: { ...noAddress, "content-length": String(STRIPPED.length), "content-type": "application/json" },
    },
    answer: { status: 200, body: '{"success":true}' },
  },
  {
    name: "strip: every event of a batch, each with an id of its own, and none that is about a person only",
    site: "consentStrip",
    send: event(
      SAID.denied,
      '{"writeKey":"WK","anonymousId":"a1","userId":"u1","context":{"ip":"192.0.2.7"},"batch":[{"type":"track","userId":"u1","messageId":"m1"},{"type":"identify","userId":"u1","traits":{"email":"a@b.c"},"messageId":"m2"},{"anonymousId":"a1","type":"page","messageId":"m3"}],"sentAt":"now"}',
      "/v1/batch",
    ),
    vendor: ok,
    received: {
      body: '{"writeKey":"WK","context":{},"batch":[{"type":"track","messageId":"m1","anonymousId":"m1"},{"anonymousId":"m3","type":"page","messageId":"m3"}],"sentAt":"now"}',
    },
    answer: { status: 200 },
  },
  ...[
    ["identify, by its type", '{"type":"identify","messageId":"m1"}', "/v1/i"],
    ["identify, by its path", '{"messageId":"m1"}', "/v1/identify"],
    ["identify, by its path with a slash behind", '{"messageId":"m1"}', "/v1/identify/"],
    ["identify, by its path in capitals", '{"messageId":"m1"}', "/v1/Identify"],
    ["identify, by its type in capitals", '{"type":"Identify","messageId":"m1"}', "/v1/i"],
    ["an event with an escape in its path", '{"messageId":"m1"}', "/v1/identif%79"],
    ["an event with more in its path than a word", '{"messageId":"m1"}', "/v1/track/john@example.com"],
    ["an event with an address for a word", '{"messageId":"m1"}', "/v1/john@example.com"],
    ["a batch under another case of its name", '{"messageId":"m1","Batch":[{"userId":"u1"}]}', "/v1/track"],
    ["a batch beside one in another case", '{"batch":[{"messageId":"m1"}],"BATCH":[{"userId":"u1"}]}', "/v1/batch"],
    ["a type in another case", '{"messageId":"m1","Type":"identify"}', "/v1/t"],
    ["an id in another case", '{"messageId":"m1","anonymousID":"a1"}', "/v1/track"],
    ["an id to fill from in another case", '{"batch":[{"messageId":"m1","MessageId":"john"}]}', "/v1/batch"],
    ["alias", '{"type":"alias","userId":"u2","previousId":"u1","messageId":"m1"}', "/v1/alias"],
    ["a batch of nothing else", '{"batch":[{"type":"group","groupId":"g","messageId":"m1"}]}', "/v1/batch"],
    ["an event without the id that it would get", '{"type":"track","anonymousId":"a1"}', "/v1/track"],
    ["what is no JSON", '{"type":"track"', "/v1/track"],
    ["a list", '[{"type":"track","messageId":"m1"}]', "/v1/track"],
    ["a batch that is no list of events", '{"batch":{"0":{"userId":"u1"}},"messageId":"m1"}', "/v1/batch"],
    ["a batch with something else in it", '{"batch":["u1",{"messageId":"m1"}]}', "/v1/batch"],
    ["a list where an object is known", '{"messageId":"m1","context":[{"ip":"192.0.2.7"}]}', "/v1/track"],
    ["text where an object is known", '{"messageId":"m1","context":"ann@example.com"}', "/v1/track"],
    ["too many levels", `{"messageId":"m1","x":${"[".repeat(100)}${"]".repeat(100)}}`, "/v1/track"],
  ].map(([what = "", body = "", path = ""]): ParityCase => ({
    name: `strip: ${what} is dropped`,
    site: "consentStrip",
    send: event(SAID.unknown, body, path),
    vendor: null,
    answer: dropped,
  })),
  {
    name: "strip: fields go in any case of their names, as some readers take them",
    why: "Go's reader of JSON takes UserId, and ſ for s, where it is asked for userId",
    site: "consentStrip",
    send: event(
      SAID.unknown,
      '{"UserId":"u1","uſerid":"u1","Context":{"TRAITS":{"a":1},"\\u0049P":"192.0.2.7","Device":{"ID":"d","model":"m"},"locale":"de"},"properties":{"userId":"mine","Traits":1},"messageId":"m1"}',
    ),
    vendor: ok,
    received: {
      body: '{"Context":{"Device":{"model":"m"},"locale":"de"},"properties":{"userId":"mine","Traits":1},"messageId":"m1","anonymousId":"m1"}',
    },
    answer: { status: 200 },
  },
  {
    name: "strip: a slash behind an event's path is no more than a slash",
    site: "consentStrip",
    send: event(SAID.unknown, EVENT, "/v1/track/"),
    vendor: ok,
    received: { url: "/v1/track/", body: STRIPPED },
    answer: { status: 200 },
  },
  {
    name: "strip: a body that is said to be as it is is looked into",
    site: "consentStrip",
    send: event({ ...SAID.unknown, "content-encoding": "identity" }),
    vendor: ok,
    received: { body: STRIPPED },
    answer: { status: 200 },
  },
  {
    name: "strip: of a path the key stays, whatever it is",
    site: "consentStrip",
    send: {
      method: "POST",
      path: "/acme/p/Project_1.2/events",
      headers: { ...json, ...SAID.unknown },
      body: '{"WHO":1}',
    },
    vendor: ok,
    received: { url: "/p/Project_1.2/events", body: "{}" },
    answer: { status: 200 },
  },
  {
    name: "strip: an encoded body cannot be looked into, and is dropped",
    site: "consentStrip",
    send: event({ ...SAID.unknown, "content-encoding": "gzip" }, Uint8Array.from(gzipSync(EVENT))),
    vendor: null,
    answer: dropped,
  },
  {
    name: "strip: a body that is only labelled as encoded is dropped as well",
    site: "consentStrip",
    send: event({ ...SAID.unknown, "content-encoding": "br" }),
    vendor: null,
    answer: dropped,
  },
  {
    name: "strip: bytes that are no UTF-8 are dropped",
    site: "consentStrip",
    send: event(SAID.unknown, Uint8Array.from([...Buffer.from('{"messageId":"m1","x":"'), 0xff, 0x22, 0x7d])),
    vendor: null,
    answer: dropped,
    gaps: {
      "takes bodies by their label": {
        why: "the platform has read the bytes as text before anything of ours runs; it is 500 with a sentence",
        instead: { answer: { status: 500, code: "body_consumed" } },
      },
    },
  },
  {
    name: "strip: a body that is too large is 413 as ever",
    site: "consentStrip",
    send: event(SAID.unknown, "x".repeat(1_048_577)),
    vendor: null,
    answer: { status: 413, code: "body_too_large" },
  },
  {
    name: "strip: names of the prototype are names, and a name written otherwise is the same name",
    site: "consentStrip",
    send: event(
      SAID.unknown,
      '{"__proto__":{"userId":"u0"},"constructor":{"prototype":{"x":1}},"\\u0075serId":"u1","userId":"u2","context":{"__proto__":{"traits":1},"traits":2},"messageId":"m1"}',
    ),
    vendor: ok,
    received: {
      body: '{"__proto__":{"userId":"u0"},"constructor":{"prototype":{"x":1}},"context":{"__proto__":{"traits":1}},"messageId":"m1","anonymousId":"m1"}',
    },
    answer: { status: 200 },
  },
  {
    name: "strip: the vendor's own cookies pass neither way",
    site: "consentStrip",
    send: {
      method: "POST",
      path: "/acme/bulk",
      headers: { ...json, cookie: "cc=later; xnpe_tok=a; __ac_etc__=u" },
      body: '{"who":"u1","what":"x"}',
    },
    vendor: { headers: [["set-cookie", "xnpe_tok=b"]], body: "{}" },
    received: { body: '{"what":"x"}', headers: noAddress },
    answer: { status: 200, headers: { "cache-control": "no-store" } },
  },
  // Identity.
  {
    name: "consent: granted, renew is as ever and says so",
    site: "consent",
    send: call("/ht/renew", "cc=yes; htjs_user_id=u1"),
    vendor: null,
    answer: {
      status: 200,
      body: '{"written":["htjs_user_id_srvr"],"expired":[],"consent":"granted"}',
      setCookies: [twin("htjs_user_id_srvr", "u1")],
    },
  },
  ...["/ht/renew", "/ht/restore.js"].flatMap((path): ParityCase[] => {
    const send = (cookie: string) =>
      path.endsWith(".js") ? { path, headers: { cookie, "sec-fetch-site": "same-origin" } } : { ...call(path, cookie) };
    return [
      {
        name: `consent: unknown, ${path} writes nothing and takes nothing away`,
        site: "consent",
        send: send(`cc=later; fp_reset_acme=1; ${IDENTITY}`),
        vendor: null,
        answer: {
          status: 200,
          ...(path.endsWith(".js") ? {} : { body: '{"written":[],"expired":[],"consent":"unknown"}' }),
        },
      },
      {
        name: `consent: denied, ${path} takes away what the request carries of the identity, and sets nothing`,
        site: "consent",
        send: send(`cc=no; ${IDENTITY}`),
        vendor: null,
        answer: { status: 200, setCookies: goneIdentity },
      },
      {
        name: `consent: denied, ${path} restores nobody: the twins alone go`,
        site: "consent",
        send: send("cc=no; htjs_anonymous_id_srvr=a1"),
        vendor: null,
        answer: { status: 200, setCookies: gone("htjs_anonymous_id_srvr") },
      },
    ];
  }),
  {
    name: "consent: denied, and nothing is carried: nothing is done",
    site: "consent",
    send: call("/ht/renew", "cc=no"),
    vendor: null,
    answer: { status: 200, body: '{"written":[],"expired":[],"consent":"denied"}' },
  },
  {
    name: "consent: denied, a reset marker stays for the day of a consent",
    site: "consent",
    send: call("/ht/renew", "cc=no; fp_reset_hightouch=1; htjs_user_id_srvr=u1"),
    vendor: null,
    answer: { status: 200, setCookies: gone("htjs_user_id_srvr") },
  },
  {
    name: "consent: unknown, a log-out holds: the twins that it left go, and its marker stays",
    why: "script's marker may be deleted before anybody consents, and the old person would be restored",
    site: "consent",
    send: call("/ht/renew", `cc=later; fp_reset_hightouch=1; htjs_anonymous_id=new; htjs_user_id_srvr=u1`),
    vendor: null,
    answer: { status: 200, setCookies: gone("htjs_user_id_srvr") },
  },
  {
    name: "consent: denied, of names with * every match goes, more than a renew would write, and the vendor's own cookies",
    site: "consent",
    send: call(
      "/acme/renew",
      `cc=no; ${[1, 2, 3, 4, 5, 6].map((each) => `ac_${each}_id=v`).join("; ")}; ac_9_id_srvr=v; xnpe_tok=a`,
    ),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [1, 2, 3, 4, 5, 6]
        .map((each) => `ac_${each}_id`)
        .concat("ac_9_id_srvr", "xnpe_tok")
        .flatMap((name) => gone(name)),
    },
  },
  {
    name: "consent: clear works whatever was said",
    site: "consent",
    send: call("/ht/clear", "cc=later"),
    vendor: null,
    answer: { status: 200, setCookies: [...gone("htjs_anonymous_id_srvr"), ...gone("htjs_user_id_srvr")] },
  },
  {
    name: "consent: withdrawn, renew takes away what is there, also where the config keeps those who deny",
    site: "consentStrip",
    send: call("/ht/renew", "cc=yes; fp_withdrawn=1; htjs_user_id_srvr=u1"),
    vendor: null,
    answer: {
      status: 200,
      body: '{"written":[],"expired":["htjs_user_id_srvr"],"consent":"denied"}',
      setCookies: gone("htjs_user_id_srvr"),
    },
  },
  {
    name: "consent: denied with identity kept is kept",
    site: "consentStrip",
    send: call("/ht/renew", "cc=no; htjs_user_id=u1"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_user_id_srvr", "u1")] },
  },
  {
    name: "consent: the vendor's own opt-out takes its identity away where nobody asks for consent, and stays itself",
    send: call("/acme/renew", "ac_optout=1; ac_user=u; xnpe_tok=a"),
    vendor: null,
    answer: { status: 200, setCookies: [...gone("ac_user"), ...gone("xnpe_tok")] },
  },
  {
    name: "denied, what else the SDK writes by script goes with the identity",
    site: "consent",
    send: call("/ht/renew", "cc=no; htjs_group_id=g; htjs_sesh=s; htjs_user_traits=mine"),
    vendor: null,
    answer: { status: 200, setCookies: [...gone("htjs_group_id"), ...gone("htjs_sesh")] },
  },
  {
    name: "a withdrawal refuses events also where those who deny are let pass",
    site: "consentKept",
    send: event({ cookie: "fp_withdrawn=1" }),
    vendor: null,
    answer: dropped,
  },
  ...(["consentNone", "consentExpired"] as const).map((site): ParityCase => ({
    name: `where no identity is kept, the vendor writes no cookie either, though its events pass (${site})`,
    site,
    send: { method: "POST", path: "/acme/bulk", headers: { ...json, cookie: "cc=later; xnpe_tok=a" }, body: "{}" },
    vendor: { headers: [["set-cookie", "xnpe_tok=b"]], body: "{}" },
    received: { body: "{}", cookie: "xnpe_tok=a" },
    answer: { status: 200, headers: { "cache-control": "no-store" } },
  })),
  {
    name: "where those who deny are let pass, they are",
    site: "consentKept",
    send: event({ "sec-gpc": "1" }),
    vendor: ok,
    received: { body: EVENT },
    answer: { status: 200 },
  },
  {
    name: "a withdrawal holds also where two Cookie lines were joined by a comma",
    why: "workerd and some events of Lambda's join them so",
    send: event({ cookie: "session=s3cret, fp_withdrawn=1" }),
    vendor: null,
    answer: dropped,
  },
  {
    name: "a cookie that only has the marker's name in its value is no withdrawal",
    send: event({ cookie: "seen=fp_withdrawn; not_fp_withdrawn=1" }),
    vendor: ok,
    received: { body: EVENT },
    answer: { status: 200 },
  },
  {
    name: "consent: a Sec-GPC that came twice denies",
    site: "consent",
    send: event({ ...SAID.granted, "sec-gpc": "1, 1" }),
    vendor: null,
    answer: dropped,
  },
  {
    name: "consent: a Sec-GPC of something else says nothing",
    site: "consent",
    send: event({ ...SAID.granted, "sec-gpc": "10" }),
    vendor: ok,
    answer: { status: 200 },
  },
  {
    name: "the memory of a log-out names nobody any more once consent is denied",
    why: "by a checksum of his id one visitor can be told from another, too; that somebody has gone stays known",
    site: "consent",
    send: call("/ht/renew", `cc=no; fp_reset_hightouch_srvr=${MARKS.new}; htjs_anonymous_id_srvr=new`),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [...gone("htjs_anonymous_id_srvr"), twin("fp_reset_hightouch_srvr", "1")],
    },
  },
  // Withdraw and grant.
  ...(["shop", "consent"] as const).map((site: SiteName): ParityCase => ({
    name: `withdraw takes away every cookie of every vendor, and leaves a marker (${site})`,
    site,
    send: call("/ht/consent/withdraw", "session=s3cret; ac_7_id=v; as_1_srvr=v; xnpe_tok=a; ac_optout=0"),
    vendor: null,
    answer: {
      status: 200,
      headers: { "content-type": "application/json", "cache-control": "private, no-store" },
      setCookies: [
        ...goneIdentity,
        ...[
          "htjs_group_id",
          "htjs_sesh",
          "s%3Acontext.referrer",
          "ac_7_id",
          "ac_7_id_srvr",
          "as_1",
          "as_1_srvr",
          "ac_user",
          "ac_user_srvr",
          "ac_device",
          "ac_device_srvr",
          "xnpe_tok",
          "__ac_etc__",
        ].flatMap((name) => gone(name)),
        twin("fp_withdrawn", "1"),
      ],
    },
  })),
  {
    name: "withdraw says by name what was done",
    site: "hostOnly",
    send: call("/acme/consent/withdraw", null, { host: "127.0.0.1:8787" }),
    vendor: null,
    answer: {
      status: 200,
      body: '{"written":["fp_withdrawn"],"expired":["htjs_anonymous_id","htjs_anonymous_id_srvr","htjs_user_id","htjs_user_id_srvr","htjs_group_id","htjs_sesh","s%3Acontext.referrer","ac_user","ac_user_srvr","ac_device","ac_device_srvr","__ac_etc__"]}',
      // The marker lasts, however short the twins live there.
      setCookies: [
        ...[
          "htjs_anonymous_id",
          "htjs_anonymous_id_srvr",
          "htjs_user_id",
          "htjs_user_id_srvr",
          "htjs_group_id",
          "htjs_sesh",
          "s%3Acontext.referrer",
          "ac_user",
          "ac_user_srvr",
          "ac_device",
          "ac_device_srvr",
          "__ac_etc__",
        ].map((name) => `${name}=; Path=/; Max-Age=0; SameSite=Lax`),
        "fp_withdrawn=1; Path=/; Max-Age=34560000; SameSite=Lax; HttpOnly",
      ],
    },
  },
  {
    name: "grant takes the marker away, and whoever came since; nobody old is restored to any vendor",
    send: call(
      "/ht/consent/grant",
      "fp_withdrawn=1; htjs_anonymous_id=a1; htjs_user_id_srvr=u1; ac_7_id_srvr=v; other=1",
    ),
    vendor: null,
    answer: {
      status: 200,
      body: '{"written":["fp_reset_hightouch_srvr","fp_reset_acme_srvr"],"expired":["fp_withdrawn","htjs_anonymous_id","htjs_user_id_srvr","ac_7_id_srvr"]}',
      setCookies: [
        ...["fp_withdrawn", "htjs_anonymous_id", "htjs_user_id_srvr", "ac_7_id_srvr"].flatMap((name) => gone(name)),
        twin("fp_reset_hightouch_srvr", "1"),
        twin("fp_reset_acme_srvr", "1"),
      ],
    },
  },
  {
    name: "grant does nothing where nothing was withdrawn",
    send: call("/ht/consent/grant", "htjs_anonymous_id=a1; htjs_user_id_srvr=u1"),
    vendor: null,
    answer: { status: 200, body: '{"written":[],"expired":[]}' },
  },
  ...["withdraw", "grant"].flatMap((kind): ParityCase[] => [
    {
      name: `${kind} is refused to a stranger`,
      send: call(`/ht/consent/${kind}`, "fp_withdrawn=1", {
        "sec-fetch-site": "cross-site",
        origin: "https://evil.example",
      }),
      vendor: null,
      answer: { status: 403, code: "forbidden", headers: { "access-control-allow-origin": null } },
    },
    {
      name: `${kind} by GET is refused: a link must not speak for anybody`,
      send: { path: `/ht/consent/${kind}`, headers: { "sec-fetch-site": "same-origin" } },
      vendor: null,
      answer: { status: 405, code: "method_not_allowed" },
    },
  ]),
  {
    name: "after a grant the new person is kept like any other",
    send: call("/ht/renew", "fp_reset_hightouch_srvr=1; htjs_anonymous_id=new"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        twin("htjs_anonymous_id_srvr", "new"),
        ...gone("htjs_user_id_srvr"),
        twin("fp_reset_hightouch_srvr", MARKS.new),
      ],
    },
  },
  {
    name: "after a consent that only its cookie withdrew, twins that are still there come back",
    why: "denied takes them away at the next renew; whoever never came in between has changed nothing",
    site: "consent",
    send: call("/ht/renew", "cc=yes; htjs_user_id_srvr=u1"),
    vendor: null,
    answer: { status: 200, setCookies: [browserCookie("htjs_user_id", "u1"), twin("htjs_user_id_srvr", "u1")] },
  },
  // Who may give a consent anew.
  ...[
    { who: "a neighbour", from: "same-site", origin: "https://ugc.shop.example" },
    { who: "a neighbour that sends no Origin", from: "same-site", origin: null },
    { who: "an old browser's neighbour", from: null, origin: "https://ugc.shop.example" },
    { who: "an address that was typed", from: "none", origin: null },
  ].map(({ who, from, origin }): ParityCase => ({
    name: `grant is refused to ${who}`,
    why: "a page of users' content under the same domain would give for everybody what they took back",
    send: call("/ht/consent/grant", "fp_withdrawn=1", { "sec-fetch-site": from, origin }),
    vendor: null,
    answer: { status: 403, code: "forbidden" },
  })),
  ...[
    { who: "an allowed origin", from: "cross-site", origin: "https://partner.example.org" },
    { who: "an old browser's page of the same host", from: null, origin: "https://www.shop.example" },
    { who: "the site's own server", from: null, origin: null },
  ].map(({ who, from, origin }): ParityCase => ({
    name: `grant is taken from ${who}`,
    send: call("/ht/consent/grant", null, { "sec-fetch-site": from, origin }),
    vendor: null,
    answer: { status: 200, body: '{"written":[],"expired":[]}' },
  })),
  ...["renew", "clear", "consent/withdraw", "consent/grant"].map((path): ParityCase => ({
    name: `where cookies are the host's own, a neighbour may not call /ht/${path}`,
    site: "hostOnly",
    send: call(`/ht/${path}`, "htjs_user_id=u1", {
      "sec-fetch-site": "same-site",
      origin: "https://ugc.shop.example",
    }),
    vendor: null,
    answer: { status: 403, code: "forbidden" },
  })),
];
