import type { ParityCase } from "../case.ts";
import { twin } from "./expected-cookies.ts";

const call = (headers: Record<string, string>, path = "/ht/renew") => ({
  method: "POST",
  path,
  headers: { cookie: "htjs_user_id=u", ...headers },
});
const done = { status: 200, setCookies: [twin("htjs_user_id_srvr", "u")] } as const;
const refused = { status: 403, code: "forbidden", headers: { "access-control-allow-origin": null } } as const;
const PARTNER = "https://partner.example.org";

export const callerCases: readonly ParityCase[] = [
  { name: "same-origin may renew", send: call({ "sec-fetch-site": "same-origin" }), vendor: null, answer: done },
  {
    name: "same-site may renew",
    send: call({ "sec-fetch-site": "same-site", origin: "https://app.shop.example" }),
    vendor: null,
    answer: {
      ...done,
      headers: {
        "access-control-allow-origin": "https://app.shop.example",
        "access-control-allow-credentials": "true",
        vary: "Origin, Cookie",
      },
    },
  },
  { name: "curl and the doctor, with neither header, may renew", send: call({}), vendor: null, answer: done },
  {
    name: "cross-site may not renew, by form or by fetch",
    why: "a form of another site is a top-level navigation: its Lax Set-Cookie would be taken",
    send: call({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }),
    vendor: null,
    answer: refused,
  },
  {
    name: "cross-site is refused although its Origin claims the site",
    send: call({ "sec-fetch-site": "cross-site", origin: "https://www.shop.example" }),
    vendor: null,
    answer: { status: 403, code: "forbidden" },
  },
  {
    name: "cross-site without an Origin is refused",
    send: call({ "sec-fetch-site": "cross-site" }),
    vendor: null,
    answer: refused,
  },
  {
    name: "cross-site of an allowed origin may renew and read the answer",
    send: call({ "sec-fetch-site": "cross-site", origin: PARTNER }),
    vendor: null,
    answer: {
      ...done,
      headers: { "access-control-allow-origin": PARTNER, "access-control-allow-credentials": "true" },
    },
  },
  {
    name: "none, an address that was typed, is refused",
    send: call({ "sec-fetch-site": "none" }),
    vendor: null,
    answer: refused,
  },
  {
    name: "a Sec-Fetch-Site that does not exist is refused",
    send: call({ "sec-fetch-site": "same-origin, same-origin" }),
    vendor: null,
    answer: refused,
  },
  ...["https://www.shop.example", "https://shop.example", "https://app.shop.example:8443", PARTNER].map(
    (origin): ParityCase => ({
      name: `an older browser is judged by Origin: ${origin} may renew`,
      why: "Safari before 16.4 sends no Sec-Fetch-Site",
      send: call({ origin }),
      vendor: null,
      answer: { ...done, headers: { "access-control-allow-origin": origin } },
    }),
  ),
  ...[
    "null",
    "https://evil.example",
    "https://notshop.example",
    "https://shop.example.evil.example",
    `${PARTNER}.evil.example`,
    "http://partner.example.org",
    "chrome-extension://abc",
  ].map((origin): ParityCase => ({
    name: `an older browser is judged by Origin: ${origin} may not`,
    send: call({ origin }),
    vendor: null,
    answer: refused,
  })),
  {
    name: "clear has the same callers",
    send: call({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }, "/ht/clear"),
    vendor: null,
    answer: refused,
  },
  {
    name: "with publicHost the site itself is that host",
    site: "publicHost",
    send: {
      ...call({ origin: "https://www.shop.de" }),
      headers: { host: "fn.example", origin: "https://www.shop.de" },
    },
    vendor: null,
    answer: { status: 200, headers: { "access-control-allow-origin": "https://www.shop.de" } },
  },
  {
    name: "with publicHost the platform's own host is a stranger",
    site: "publicHost",
    send: { ...call({}), headers: { host: "fn.example", origin: "https://fn.example" } },
    vendor: null,
    answer: refused,
  },
  {
    name: "a neighbour's preflight of the cookie service is granted exactly",
    send: {
      method: "OPTIONS",
      path: "/ht/renew",
      headers: {
        origin: "https://app.shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    },
    vendor: null,
    answer: {
      status: 204,
      headers: {
        "access-control-allow-origin": "https://app.shop.example",
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "POST",
        "access-control-max-age": "7200",
        vary: "Origin",
      },
    },
  },
  {
    name: "a stranger's preflight is granted nothing",
    send: {
      method: "OPTIONS",
      path: "/ht/renew",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    },
    vendor: null,
    answer: {
      status: 204,
      headers: { "access-control-allow-origin": null, "access-control-allow-methods": null, vary: "Origin" },
    },
  },
];
