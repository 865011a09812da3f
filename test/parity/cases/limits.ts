import type { ParityCase } from "../case.ts";
import { gone } from "./expected-cookies.ts";

/** Of the site `small`: `limits.urlBytes` and `limits.headerBytes`. */
const URL_BYTES = 64;
const HEADER_BYTES = 512;

const ok = { body: "{}" };
const event = { method: "POST", path: "/ht/v1/track", headers: { "content-type": "application/json" }, body: "{}" };
const filled = (start: string, length: number) => start.padEnd(length, "x");
const post = (path: string, cookie: string) => ({
  method: "POST",
  path,
  headers: { "content-type": "text/plain", cookie },
  body: "{}",
});
const neighbour = { origin: "https://app.shop.example" };
const readable = { "access-control-allow-origin": "https://app.shop.example", "cache-control": "no-store" };
const twins = "htjs_anonymous_id_srvr=a1; htjs_user_id_srvr=u1; fp_reset_hightouch=1";

export const limitCases: readonly ParityCase[] = [
  ...["/ht/browser/", "/ht/browser/a.js?q="].flatMap((start): ParityCase[] => [
    {
      name: `path and query of limits.urlBytes pass (${start})`,
      site: "small",
      send: { path: filled(start, URL_BYTES) },
      vendor: { headers: [["content-type", "text/javascript"]], body: "1" },
      received: { url: filled(start, URL_BYTES).slice(3) },
      answer: { status: 200, body: "1" },
    },
    {
      name: `one byte more is 414 (${start})`,
      site: "small",
      send: { path: filled(start, URL_BYTES + 1), headers: neighbour },
      vendor: null,
      answer: { status: 414, code: "url_too_long", headers: readable },
    },
  ]),
  {
    name: "a long URL is 414 before anybody asks whether it is there",
    site: "small",
    send: { path: filled("/ht/nowhere/", URL_BYTES + 1) },
    vendor: null,
    answer: { status: 414, code: "url_too_long" },
  },
  {
    name: "cookies of limits.headerBytes are read",
    site: "small",
    send: post("/ht/renew", filled("a=", HEADER_BYTES)),
    vendor: null,
    answer: { status: 200, body: '{"written":[],"expired":[]}' },
  },
  ...["/ht/renew", "/ht/clear"].map((path): ParityCase => ({
    name: `one byte more is 431 where cookies are read (${path})`,
    site: "small",
    send: post(path, filled("a=", HEADER_BYTES + 1)),
    vendor: null,
    answer: { status: 431, code: "headers_too_large", headers: { "cache-control": "no-store" } },
  })),
  {
    name: "a file that is asked for with cookies is 431: without them it could be somebody else's",
    site: "small",
    send: { path: "/acme/tuned/a.js", headers: { cookie: filled("a=", HEADER_BYTES + 1) } },
    vendor: null,
    answer: { status: 431, code: "headers_too_large" },
  },
  {
    name: "cookies that are not read are not judged",
    why: "no event is lost for a cookie of somebody else's",
    site: "small",
    send: { ...event, headers: { ...event.headers, cookie: filled("a=", HEADER_BYTES + 1) } },
    vendor: ok,
    answer: { status: 200 },
  },
  {
    name: "headers that go up pass below limits.headerBytes",
    site: "small",
    send: { ...event, headers: { ...event.headers, authorization: filled("", HEADER_BYTES - 256) } },
    vendor: ok,
    received: { headers: { authorization: filled("", HEADER_BYTES - 256) } },
    answer: { status: 200 },
  },
  {
    name: "headers that go up are 431 above it, all together",
    site: "small",
    send: {
      ...event,
      headers: {
        ...event.headers,
        authorization: filled("", HEADER_BYTES / 2),
        "accept-language": filled("", HEADER_BYTES / 2),
      },
    },
    vendor: null,
    answer: { status: 431, code: "headers_too_large" },
  },
  {
    name: "headers that stay here are not judged",
    site: "small",
    send: { ...event, headers: { ...event.headers, "x-of-the-site": filled("", HEADER_BYTES * 2) } },
    vendor: ok,
    answer: { status: 200 },
  },
  {
    name: "a body that does not come to its end is 408",
    site: "slowBody",
    send: { ...event, headers: { ...event.headers, "content-length": "3" } },
    vendor: null,
    answer: { status: 408, code: "body_timeout", headers: { "cache-control": "no-store" } },
    gaps: {
      "takes whole requests":
        "a function is not asked before the body is there; how long that may take is the platform's",
      "node behind apache": {
        why: "Apache wants a small body whole before it asks, and has a time-out of its own for that (mod_reqtimeout)",
        instead: { answer: { status: 408 } },
      },
    },
  },
  {
    name: "an event for a vendor that is switched off is acknowledged and goes nowhere",
    why: "an error would be sent again, or be kept for later",
    site: "off",
    send: { ...event, headers: { ...event.headers, ...neighbour } },
    vendor: null,
    answer: {
      status: 200,
      body: '{"dropped":true,"by":"disabled"}',
      headers: { ...readable, "content-type": "application/json" },
    },
  },
  {
    name: "a body that is too large is 413 there as well",
    site: "off",
    send: { ...event, body: "x".repeat(1_048_577) },
    vendor: null,
    answer: { status: 413, code: "body_too_large" },
  },
  ...["/ht/browser/release/v1-latest/events.min.js", "/ht/v1/projects/key/settings"].map((path): ParityCase => ({
    name: `a file of a vendor that is switched off is 503, and no cache keeps that (${path})`,
    site: "off",
    send: { path, headers: neighbour },
    vendor: null,
    answer: { status: 503, code: "disabled", headers: readable },
  })),
  {
    name: "renew does nothing for a vendor that is switched off, and leaves a reset's mark for later",
    site: "off",
    send: post("/ht/renew", twins),
    vendor: null,
    answer: { status: 200, body: '{"written":[],"expired":[],"disabled":true}' },
  },
  {
    name: "restore.js does nothing for a vendor that is switched off",
    site: "off",
    send: { path: "/ht/restore.js", headers: { cookie: twins } },
    vendor: null,
    answer: { status: 200 },
  },
  {
    name: "clear works for a vendor that is switched off",
    site: "off",
    send: post("/ht/clear", twins),
    vendor: null,
    answer: { status: 200, setCookies: [...gone("htjs_anonymous_id_srvr"), ...gone("htjs_user_id_srvr")] },
  },
  {
    name: "the vendors beside it go on",
    site: "off",
    send: post("/acme/bulk", "xnpe_id=1"),
    vendor: ok,
    received: { body: "{}", cookie: "xnpe_id=1" },
    answer: { status: 200 },
  },
];
