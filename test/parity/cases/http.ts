import type { ParityCase } from "../case.ts";
import { ROUTED_BEFORE } from "./domains.ts";
import { browserCookie, twin } from "./expected-cookies.ts";
import { decodedQuery, emptyQuery, splitQuery } from "./query-gaps.ts";

const EVENT = '{"messageId":"1"}';
const json = { "content-type": "application/json" };
const event = { method: "POST", path: "/ht/v1/track", headers: json, body: EVENT };
export const REWRITTEN = "Next parses every query and writes it out anew";

/** Forms of HTTP that proxies and scripts send, and browsers do not. */
export const httpCases: readonly ParityCase[] = [
  {
    name: "an absolute-form request is served by its path; Host decides, not the URL's",
    why: "RFC 9112 3.2.2 lets proxies send it; a URL's host is the caller's to choose",
    send: {
      method: "POST",
      path: "http://www.shop.example/ht/renew",
      headers: { cookie: "htjs_user_id_srvr=u" },
    },
    vendor: null,
    answer: { status: 200, setCookies: [browserCookie("htjs_user_id", "u"), twin("htjs_user_id_srvr", "u")] },
    gaps: {
      next: "Next redirects what has a double slash, the scheme's own included",
      "netlify server": "it puts scheme and Host before whatever stands in the request line",
    },
  },
  {
    name: "a request without a Host is refused",
    why: "RFC 9112 3.2",
    send: { ...event, headers: { ...json, host: null } },
    vendor: null,
    answer: { status: 400 },
    gaps: {
      "makes up a Host": "a Fetch Request has an authority in its URL, if not a Host",
      "routes by Host": ROUTED_BEFORE,
    },
  },
  {
    name: "CDN-Loop stays at home",
    why: "a client writes into it what it likes",
    send: { ...event, headers: { ...json, "cdn-loop": "s3cret" } },
    vendor: { body: "{}" },
    received: { headers: { "cdn-loop": null } },
    answer: { status: 200 },
    gaps: {
      "netlify lambda":
        "its bootstrap writes the request's into all that a function fetches, so that loops end (RFC 8586)",
    },
  },
  {
    name: "an empty query goes up as sent",
    send: { ...event, path: "/ht/v1/track?" },
    vendor: { body: "{}" },
    received: { url: "/v1/track?" },
    answer: { status: 200 },
    gaps: { ...emptyQuery, next: REWRITTEN },
  },
  ...Object.entries({
    "?a=&b&c==&&=d&a=": { ...decodedQuery, ...splitQuery },
    "?q=a+b%2Bc%20d": decodedQuery,
    "?u=https%3A%2F%2Fx.example%2F%3Fa%3Db%26c": {},
    "?t=%C3%A9%F0%9F%98%80&%C3%A9=1": {},
  }).map(([query, gaps]): ParityCase => ({
    name: `a query goes up byte for byte, empty values and repeats included (${query})`,
    send: { ...event, path: `/ht/v1/track${query}` },
    vendor: { body: "{}" },
    received: { url: `/v1/track${query}` },
    answer: { status: 200 },
    gaps: /&b&|%20/.test(query) ? { ...gaps, next: REWRITTEN } : gaps,
  })),
  {
    name: "an event whose client has left is delivered all the same",
    why: "a beacon's page is gone before the answer is there",
    send: event,
    vendor: { delayMs: 300, body: "{}" },
    received: { body: EVENT },
    answer: null,
  },
  {
    name: "an event whose client has left is sent again where the vendor failed",
    send: event,
    vendor: [{ delayMs: 100, status: 503 }, { body: "{}" }],
    received: { times: 2, body: EVENT },
    answer: null,
  },
  {
    name: "a cookie's value may hold = and %, and goes and comes as it is",
    send: {
      method: "POST",
      path: "/ht/renew",
      headers: { cookie: "a=b=c; htjs_anonymous_id=x=y%3D%20==; x; =y; htjs_user_id=%F0%9F%98%80" },
    },
    vendor: null,
    answer: {
      status: 200,
      setCookies: [twin("htjs_anonymous_id_srvr", "x=y%3D%20=="), twin("htjs_user_id_srvr", "%F0%9F%98%80")],
    },
  },
  {
    name: "OPTIONS by a stranger or a monitor says what the route takes",
    send: { method: "OPTIONS", path: "/ht/v1/track" },
    vendor: null,
    answer: { status: 204, body: "", headers: { allow: "POST, OPTIONS", "access-control-allow-origin": null } },
  },
  {
    name: "publicHost holds whatever Host and forwarding headers say",
    site: "publicHost",
    send: {
      method: "POST",
      path: "/ht/renew",
      headers: {
        host: "internal.example.net",
        cookie: "htjs_user_id_srvr=u",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "http",
        forwarded: "host=evil.example",
      },
    },
    vendor: null,
    answer: {
      status: 200,
      setCookies: [browserCookie("htjs_user_id", "u", "shop.de"), twin("htjs_user_id_srvr", "u", "shop.de")],
    },
  },
];
