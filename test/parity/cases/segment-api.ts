import { gzipSync } from "node:zlib";
import type { ParityCase, Sent } from "../case.ts";
import { decodedQuery } from "./query-gaps.ts";

/** What the vendor answers a pixel with: not our own, so that it can be told whose came. */
const VENDOR_GIF = Uint8Array.from(
  Buffer.from("R0lGODlhAQABAPAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64"),
);
/** What is answered in its place. */
const CLEAR_GIF = Uint8Array.from(
  Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64"),
);
const gif = { headers: [["content-type", "image/gif"]], body: VENDOR_GIF } as const;
const clear = {
  status: 200,
  body: CLEAR_GIF,
  headers: { "content-type": "image/gif", "cache-control": "no-store", "x-content-type-options": "nosniff" },
} as const;

const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` });
const event = (key: string) => `{"type":"track","event":"Bought","messageId":"ajs-next-1","writeKey":"${key}"}`;
const post = (path: string, body: Sent["body"] & {}, headers: Sent["headers"] = {}): Sent => ({
  method: "POST",
  path: `/sg/v1/${path}`,
  headers: { "content-type": "text/plain", ...headers },
  body,
});

const pixel = (query: string): Sent => ({ path: `/sg/v1/pixel/track?${query}` });
/** Tildes and question marks, which are + and / in base64. */
const opened = (key: string) => `{"writeKey":"${key}","userId":"u1","event":"~~~???","properties":{"s":"ü>"}}`;
const base64 = (key: string) => Buffer.from(opened(key)).toString("base64");
const urlSafe = (key: string) => Buffer.from(opened(key)).toString("base64url");
const writtenAnew = { gaps: { ...decodedQuery, next: "Next parses every query and writes it out anew" } };

const passes = (name: string, send: Sent, more: Partial<ParityCase> = {}): ParityCase => ({
  name: `segment: ${name} passes`,
  site: "segment",
  send,
  vendor: { body: "{}" },
  received: send.body === undefined ? {} : { body: send.body },
  answer: { status: 200 },
  ...more,
});
const refused = (name: string, send: Sent, more: Partial<ParityCase> = {}): ParityCase => ({
  name: `segment: ${name} is refused, and nothing goes up`,
  site: "segment",
  send,
  vendor: null,
  answer: { status: 403, code: "key_not_allowed", headers: { "cache-control": "no-store" } },
  ...more,
});
const at = (host: string, send: Sent): Sent => ({ ...send, headers: { ...send.headers, host } });

/** Every way in which a request can say whose data it is. */
const WAYS: readonly (readonly [how: string, send: (key: string) => Sent])[] = [
  ["settings", (key) => ({ path: `/sg/v1/projects/${key}/settings` })],
  ["the SDK's file", (key) => ({ path: `/sg/analytics.js/v1/${key}/analytics.min.js` })],
  ["the SDK's file by its alias", (key) => ({ path: key === "WK" ? "/sg/shop.js" : "/sg/winkel.js" })],
  ["an event, in its body", (key) => post("t", event(key))],
  ["an event, in Authorization", (key) => post("t", "{}", basic(key))],
  ["an event, in both", (key) => post("t", event(key), basic(key))],
  ["a batch", (key) => post("b", `{"writeKey":"${key}","batch":[{"type":"page"}]}`)],
  ["a server library's batch", (key) => post("batch", `{"batch":[{"type":"page"}]}`, basic(key))],
  ["a pixel, in the query", (key) => pixel(`writeKey=${key}&userId=u1`)],
  ["a pixel, in data", (key) => pixel(`data=${urlSafe(key)}`)],
];

export const segmentApiCases: readonly ParityCase[] = [
  // A key bound to domains.
  ...WAYS.map(([how, send]) => passes(`a key on its own domain, of ${how},`, send("WK"))),
  ...WAYS.map(([how, send]) => refused(`a key on the domain of another, of ${how},`, at("www.shop.de", send("WK")))),
  ...WAYS.map(([how, send]) => refused(`a key of nobody here, of ${how},`, send("OTHER"))).filter(
    ({ send }) => !send.path.endsWith("winkel.js"),
  ),
  ...["shop.de", "WWW.Shop.De", "a.b.shop.de:8443"].map((host) =>
    passes(`a key on its domain, in any case and on any port (${host}),`, at(host, post("t", event("WK2")))),
  ),
  ...["notshop.de", "shop.de.evil.example", "localhost:8787", "127.0.0.1", "shop-git-main.vercel.app"].map((host) =>
    refused(
      `a bound key on any other host, a developer's and a preview's included (${host}),`,
      at(host, post("t", event("WK2"))),
    ),
  ),
  refused("a good key beside one of another domain", post("b", '{"writeKey":"WK","batch":[{"writeKey":"WK2"}]}')),
  {
    ...passes("the key of publicHost's domain, whatever the Host,", at("internal.example", post("t", event("WK2")))),
    site: "segmentPublicHost",
  },
  {
    ...refused("the key of the Host's domain where publicHost is another", post("t", event("WK"))),
    site: "segmentPublicHost",
  },

  // The Tracking API.
  ...["t", "p", "i", "g", "a", "s", "b", "batch", "import", "track"].map((type) =>
    passes(`/v1/${type}`, post(type, event("WK")), {
      received: { method: "POST", url: `/v1/${type}`, body: event("WK") },
    }),
  ),
  passes(
    "what the SDK says of itself and of its tries",
    post("t", event("WK"), {
      ...basic("WK"),
      "x-retry-count": "2",
      "user-agent": "UA",
      referer: "https://www.shop.example/",
    }),
    {
      received: {
        headers: {
          ...basic("WK"),
          "x-retry-count": "2",
          "user-agent": "UA",
          "content-type": "text/plain",
          referer: null,
        },
      },
    },
  ),
  passes(
    "a server library's OAuth token, with the key in the body,",
    post("batch", event("WK"), { authorization: "Bearer ey.J0.x" }),
    {
      why: "@segment/analytics-node sends a token in place of the key in Authorization",
      received: { headers: { authorization: "Bearer ey.J0.x" } },
    },
  ),
  refused(
    "a server library's OAuth token with another's key",
    post("batch", event("OTHER"), { authorization: "Bearer t" }),
  ),
  refused("another source's key in an event's query", {
    ...post("t", event("WK"), basic("WK")),
    path: "/sg/v1/t?writeKey=OTHER",
  }),
  refused("another source's key in data beside an event", {
    ...post("t", event("WK"), basic("WK")),
    path: `/sg/v1/t?data=${base64("OTHER")}`,
  }),
  refused("a token and no key", post("batch", "{}", { authorization: "Bearer WK" })),
  refused(
    "a compressed batch with another source's key,",
    post("batch", Uint8Array.from(gzipSync(event("OTHER"))), { ...basic("WK"), "content-encoding": "gzip" }),
  ),
  {
    name: "segment: 429 and its Retry-After reach the SDK, readable for a neighbour's page, and nothing is sent again",
    why: "its SDKs wait as long as they are told; a try of ours would be one too many",
    site: "segment",
    send: post("t", event("WK"), { origin: "https://app.shop.example", "sec-fetch-site": "same-site" }),
    vendor: {
      status: 429,
      headers: [
        ["retry-after", "7"],
        ["x-ratelimit-reset", "7"],
      ],
      body: "{}",
    },
    received: { times: 1 },
    answer: {
      status: 429,
      headers: {
        "retry-after": "7",
        "x-ratelimit-reset": "7",
        "access-control-allow-origin": "https://app.shop.example",
      },
    },
  },
  ...[500, 503, 400, 408, 410].map((status): ParityCase => ({
    name: `segment: ${status} reaches the SDK, which knows what to do`,
    site: "segment",
    send: post("t", event("WK")),
    vendor: { status, body: "{}" },
    received: { times: 1 },
    answer: { status },
  })),
  passes("the SDK's own counters, which name no source,", post("m", '{"series":[]}'), {
    received: { url: "/v1/m", body: '{"series":[]}', headers: { authorization: null } },
  }),
  passes(
    "a mobile SDK's request for its settings",
    { path: "/sg/v1/projects/WK/settings", headers: { authorization: "Basic V0s6", "user-agent": "okhttp" } },
    {
      received: { url: "/v1/projects/WK/settings", headers: { authorization: null, "user-agent": "okhttp" } },
    },
  ),

  {
    name: "segment: an event of nobody who agreed goes up without the person, its key kept",
    site: "segmentStrip",
    send: post("t", `{"type":"track","userId":"u1","anonymousId":"a1","messageId":"m1","writeKey":"WK"}`, {
      ...basic("WK"),
      cookie: "cc=no",
    }),
    vendor: { body: "{}" },
    received: {
      url: "/v1/t",
      body: '{"type":"track","anonymousId":"m1","messageId":"m1","writeKey":"WK"}',
      headers: { ...basic("WK"), "x-forwarded-for": null },
    },
    answer: { status: 200 },
  },
  {
    name: "segment: what says nothing but who somebody is, is dropped, by the type that the SDK writes",
    why: "its path is one letter",
    site: "segmentStrip",
    send: post("i", '{"type":"identify","userId":"u1","messageId":"m1","writeKey":"WK"}', { cookie: "cc=no" }),
    vendor: null,
    answer: { status: 200, body: '{"dropped":true,"by":"consent"}' },
  },

  // Pixels.
  ...(
    [
      [
        "in the query, as Segment's page has it",
        "userId=user_123&event=Email%20Opened&properties.subject=The+Daily&writeKey=WK",
        writtenAnew,
      ],
      ["in data, as Segment's page has it: without padding", `data=${base64("WK").replace(/=+$/, "")}`, writtenAnew],
      ["in data with its padding", `data=${base64("WK")}`, writtenAnew],
      ["in data with its padding escaped", `data=${encodeURIComponent(base64("WK"))}`],
      ["in data in lines", `data=${encodeURIComponent(base64("WK").replace(/.{20}/g, "$&\n"))}`],
      ["in data of the alphabet for addresses", `data=${urlSafe("WK")}`],
      ["in both", `data=${urlSafe("WK")}&writeKey=WK`],
    ] as const
  ).map(([where, query, more = {}]) =>
    passes(`a pixel with its key ${where}`, pixel(query), {
      vendor: gif,
      received: { method: "GET", url: `/v1/pixel/track?${query}` },
      answer: {
        status: 200,
        body: VENDOR_GIF,
        headers: { "content-type": "image/gif", "cache-control": "no-store" },
      },
      ...more,
    }),
  ),
  ...(
    [
      ["with another's key in the query", "writeKey=OTHER"],
      ["with another's key in data", `data=${urlSafe("OTHER")}`],
      ["with another's key in data beside a good one in the query", `writeKey=WK&data=${base64("OTHER")}`],
      ["with a second data", `data=${urlSafe("WK")}&data=${urlSafe("OTHER")}`],
      [
        "whose data goes on behind its padding",
        `data=${Buffer.from('{"writeKey":"WK"}').toString("base64")}${urlSafe("OTHER")}`,
      ],
      ["whose data is no base64", `data=${encodeURIComponent(opened("WK"))}`],
      ["whose data is no JSON", `data=${Buffer.from("writeKey=WK").toString("base64url")}`],
      ["with empty data", "writeKey=WK&data="],
      ["without a key", "userId=u1"],
    ] as const
  ).map(([what, query]) => refused(`a pixel ${what}`, pixel(query))),
  {
    name: "segment: HEAD of a pixel is refused: nobody has seen it, and the vendor would count it",
    site: "segment",
    send: { ...pixel("writeKey=WK"), method: "HEAD" },
    vendor: null,
    answer: { status: 405, headers: { allow: "GET, OPTIONS" } },
  },
  ...(
    [
      ["refused by consent", "segmentStrip", {}],
      ["whose person would have to be taken out", "segmentStrip", { cookie: "cc=no" }],
      ["of a vendor that is switched off", "segmentOff", {}],
    ] as const
  ).map(([what, site, headers]): ParityCase => ({
    name: `segment: a pixel ${what} is an empty picture, and not a broken one in a mail`,
    site,
    send: { ...pixel(`data=${urlSafe("WK")}&writeKey=WK&userId=u1`), headers },
    vendor: null,
    answer: clear,
  })),
];
