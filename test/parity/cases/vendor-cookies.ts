import type { Headers, ParityCase, VendorReply } from "../case.ts";

const bulk = { method: "POST", path: "/acme/bulk", body: "{}" };

const COOKIE_IN_SCRIPT: VendorReply = {
  headers: [
    ["content-type", "text/javascript"],
    ["cache-control", "public, max-age=3600"],
    ["set-cookie", "xnpe_tok=a1"],
  ],
  body: "1",
};

const STRANGERS: Readonly<Record<string, Headers>> = {
  "a stranger's form": { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", origin: "https://evil.example" },
  "a stranger's form without an origin": { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
  "a stranger's form in an older browser": { origin: "https://evil.example" },
  "a sandboxed page": { "sec-fetch-site": "cross-site", origin: "null" },
};

const FRIENDS: Readonly<Record<string, Headers>> = {
  "a page of the site's own": { "sec-fetch-site": "same-origin", origin: "https://www.shop.example" },
  "a neighbour's page": { "sec-fetch-site": "same-site", origin: "https://app.shop.example" },
  "an allowed origin": { "sec-fetch-site": "cross-site", origin: "https://partner.example.org" },
  "no browser": {},
};

export const vendorCookieCases: readonly ParityCase[] = [
  {
    name: "the cookies that the vendor's data names go up, raw and in their order, and no other",
    send: {
      ...bulk,
      headers: {
        cookie:
          "session=s3cret; xnpe_tok=a=b%20c; other=1; __ac_etc__=u; xnpe_=no; __ac_etc__x=no; xnpe_u=voil\u00c3\u00a0",
      },
    },
    vendor: { body: "{}" },
    received: { cookie: "xnpe_tok=a=b%20c; __ac_etc__=u; xnpe_u=voil\u00c3\u00a0" },
    answer: { status: 200 },
  },
  {
    name: "a cookie whose value could be a second Cookie header does not go up",
    why: "workerd joins two headers by a comma, and a session may stand behind it",
    send: {
      ...bulk,
      headers: {
        cookie: "xnpe_a=1, session=s3cret; xnpe_b=2, 3; xnpe_c=3, a b=s3cret; xnpe_d, a b=s3cret; xnpe_e=4,sid=s3cret",
      },
    },
    vendor: { body: "{}" },
    received: { cookie: "xnpe_b=2, 3" },
    answer: { status: 200 },
  },
  {
    name: "a named Set-Cookie comes back on the site's domain, others stay behind",
    send: bulk,
    vendor: {
      headers: [
        [
          "set-cookie",
          "xnpe_tok=a1; Domain=.vendor.example; Path=/bulk; Max-Age=94608000; Secure; HttpOnly; SameSite=None; Partitioned",
        ],
        ["set-cookie", "tracker=1; Domain=vendor.example"],
        ["set-cookie", "xnpe_=no"],
        ["set-cookie", "xnpe_a, session=fixated"],
        ["set-cookie", "session=fixated; Path=/"],
        ["set-cookie", "malformed"],
      ],
      body: "{}",
    },
    answer: {
      status: 200,
      headers: { "cache-control": "private, no-store" },
      setCookies: ["xnpe_tok=a1; Path=/; Max-Age=94608000; HttpOnly; SameSite=Lax; Secure; Domain=shop.example"],
    },
  },
  {
    name: "Expires with its comma survives",
    send: bulk,
    vendor: { headers: [["set-cookie", "xnpe_tok=a1; Expires=Wed, 22 Nov 2028 00:00:00 GMT"]], body: "{}" },
    answer: {
      status: 200,
      setCookies: ["xnpe_tok=a1; Path=/; Expires=Wed, 22 Nov 2028 00:00:00 GMT; Secure; Domain=shop.example"],
    },
  },
  {
    name: "several stay several",
    send: bulk,
    vendor: {
      headers: [
        ["set-cookie", "xnpe_a=1"],
        ["set-cookie", "xnpe_b=2"],
        ["set-cookie", "xnpe_c=3"],
      ],
      body: "{}",
    },
    answer: {
      status: 200,
      setCookies: ["a", "b", "c"].map(
        (name, index) => `xnpe_${name}=${index + 1}; Path=/; Secure; Domain=shop.example`,
      ),
    },
  },
  {
    name: "SameSite=None becomes Lax, where there can be no Secure, too",
    why: "first-party it opens the cookie to forged requests, and to nothing else",
    send: { ...bulk, headers: { host: "localhost:8787" } },
    vendor: { headers: [["set-cookie", "xnpe_tok=a1; SameSite=None; Secure"]], body: "{}" },
    answer: { status: 200, setCookies: ["xnpe_tok=a1; Path=/; SameSite=Lax"] },
  },
  {
    name: "a script that carries a cookie is private and for trusted pages only",
    send: { path: "/acme/js/sdk.js" },
    vendor: COOKIE_IN_SCRIPT,
    answer: {
      status: 200,
      headers: {
        "cache-control": "private, no-store",
        "access-control-allow-origin": null,
        "cross-origin-resource-policy": null,
      },
      setCookies: ["xnpe_tok=a1; Path=/; Secure; Domain=shop.example"],
    },
  },
  ...(
    [
      ["cross-site", "shop", { "sec-fetch-site": "cross-site" }],
      [
        "by a link in an older browser",
        "shop",
        { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" },
      ],
      ["by a neighbour where cookies are the host's own", "hostOnly", { "sec-fetch-site": "same-site" }],
    ] as const
  ).map(([how, site, headers]): ParityCase => ({
    name: `a script whose cookie stays behind is kept by no cache, and is nobody else's (${how})`,
    why: "it may name whom the cookie was for",
    site,
    send: { path: "/acme/js/sdk.js", headers },
    vendor: COOKIE_IN_SCRIPT,
    answer: {
      status: 200,
      headers: {
        "cache-control": "no-store",
        "access-control-allow-origin": null,
        "cross-origin-resource-policy": null,
      },
    },
  })),
  ...Object.entries(STRANGERS).map(([who, headers]): ParityCase => ({
    name: `by ${who} no cookie goes up or comes back, and the event is relayed`,
    why: "whoever makes a browser name an id would choose who its next visitor is",
    send: { ...bulk, headers: { cookie: "xnpe_tok=a1; __ac_etc__=u", ...headers } },
    vendor: { headers: [["set-cookie", "xnpe_tok=b2"]], body: "{}" },
    received: { body: "{}" },
    answer: { status: 200, headers: { "cache-control": "no-store" } },
  })),
  ...Object.entries(FRIENDS).map(([who, headers]): ParityCase => ({
    name: `by ${who} the vendor's cookies go up and come back`,
    send: { ...bulk, headers: { cookie: "xnpe_tok=a1; __ac_etc__=u", ...headers } },
    vendor: { headers: [["set-cookie", "xnpe_tok=b2"]], body: "{}" },
    received: { cookie: "xnpe_tok=a1; __ac_etc__=u" },
    answer: { status: 200, setCookies: ["xnpe_tok=b2; Path=/; Secure; Domain=shop.example"] },
  })),
];
