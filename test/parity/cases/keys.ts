import { gzipSync } from "node:zlib";
import type { Gap, ParityCase, Sent } from "../case.ts";

const zipped = (...texts: readonly (string | Uint8Array)[]) =>
  Uint8Array.from(Buffer.concat(texts.map((text) => gzipSync(text))));
const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:`).toString("base64")}` });
const event = (key: string) => `{"type":"track","event":"Bought","writeKey":"${key}","messageId":"1"}`;
const post = (path: string, body: Sent["body"] & {}, headers: Sent["headers"] = {}): Sent => ({
  method: "POST",
  path,
  headers: { "content-type": "application/json", ...headers },
  body,
});
const track = (body: Sent["body"] & {}, headers: Sent["headers"] = {}) => post("/ht/v1/track", body, headers);
const smallBodies = { "small bodies": "the platform hands on the first 40 kB of a body; more is 413" };

const passes = (name: string, send: Sent, more: Partial<ParityCase> = {}): ParityCase => ({
  name: `keys: ${name} passes`,
  site: "keyed",
  send,
  vendor: { body: "{}" },
  received: send.body === undefined ? {} : { body: send.body },
  answer: { status: 200 },
  ...more,
});

const refused = (name: string, send: Sent, more: Partial<ParityCase> = {}): ParityCase => ({
  name: `keys: ${name} is refused, and nothing goes up`,
  site: "keyed",
  send,
  vendor: null,
  answer: { status: 403, code: "key_not_allowed", headers: { "cache-control": "no-store" } },
  ...more,
});

const asEscape: Gap = {
  why: "the query is parsed before us, and written out anew: the semicolon goes up as %3B, and separates nothing",
  instead: { vendor: { body: "{}" }, answer: { status: 200 } },
};

/** 32 kB of gzip that become a thousand times as much. */
const BOMB = zipped(Buffer.alloc(33_554_432));

/** What cannot inflate refuses. */
const noInflating: ParityCase["gaps"] = {
  "vercel-dev-edge": {
    why: "Vercel's Edge runtime has no DecompressionStream: what is compressed cannot be looked into",
    instead: { vendor: null, answer: { status: 403, code: "key_not_allowed" } },
  },
};

/** Gzip that is read with less care than RFC 1952 asks for. */
const halfRead: Pick<ParityCase, "gaps"> = {
  gaps: {
    "workerd 2023-03-01": {
      why: "before its flag strict_compression_checks (2023-08-01) it reads the first member, and checks no end",
      instead: { vendor: { body: "{}" }, answer: { status: 200 } },
    },
  },
};

/** Bytes that are no text, under a label that says text. */
const notText: Pick<ParityCase, "gaps"> = {
  gaps: {
    "takes bodies by their label": {
      why: "the platform has read the bytes as text before anything of ours runs; it is 500 with a sentence",
      instead: { answer: { status: 500, code: "body_consumed" } },
    },
  },
};

/** Whose data may run through the domain, where the operator has said so. */
export const keyCases: readonly ParityCase[] = [
  passes("an event with a key of the list in its body", track(event("WK"))),
  passes(
    "a beacon, whose label is text, likewise",
    track(event("WK2"), { "content-type": "text/plain;charset=UTF-8" }),
  ),
  passes(
    "a batch with one key for all of it",
    post(
      "/ht/v1/batch",
      '{"writeKey":"WK","batch":[{"type":"page"},{"type":"track","properties":{"writeKey":"mine"}}]}',
    ),
  ),
  passes("a server library's key", track('{"batch":[]}', basic("WK"))),
  passes(
    "an event behind a log-in of the whole site",
    track(event("WK"), { authorization: `Basic ${btoa("staging:s3cret")}` }),
    { why: "such a user is no key", received: { headers: { authorization: null } } },
  ),
  passes("a body under the label of no encoding", track(event("WK"), { "content-encoding": "Identity" })),
  passes("a compressed body, byte for byte,", track(zipped(event("WK")), { "content-encoding": "gzip" }), {
    why: "Kotlin's SDK sends no other, and Python's may",
    received: { body: zipped(event("WK")), headers: { "content-encoding": "gzip" } },
    gaps: noInflating,
  }),
  passes(
    "a compressed batch under a label in another case",
    track(zipped('{"writeKey":"WK","batch":[{"writeKey":"WK"}]}'), { "content-encoding": "X-GZip" }),
    { gaps: noInflating },
  ),
  passes("a mobile SDK's request for its settings", { path: "/ht/v1/projects/WK/settings" }),
  passes("an SDK file, which has no key", { path: "/ht/browser/release/v1-latest/events.min.js" }),
  passes("a key of the query", { path: "/acme/hit?key=PROJECT%2D1" }),
  passes("a key of the path", post("/acme/p/PROJECT-1/events", "[]")),
  passes("a key of the path with an escape in it", post("/acme/p/PROJECT%2D1/events", "[]")),
  refused("an event with another's key", track(event("OTHER"))),
  refused("an event without a key", track('{"type":"track"}')),
  refused("an empty body", track("")),
  refused("another's key in one event of a batch", track('{"writeKey":"WK","batch":[{"writeKey":"OTHER"}]}')),
  refused("a key that stands twice, once another's", track('{"writeKey":"OTHER","writeKey":"WK"}'), {
    why: "JSON.parse keeps the last of two, other readers the first",
  }),
  refused("another's key under a name in another case", track('{"writeKey":"WK","WriteKey":"OTHER"}'), {
    why: "Go's encoding/json takes a field in any case",
  }),
  refused(
    "a good key above more than a hundred levels",
    track(`${'{"a":'.repeat(101)}1${"}".repeat(101)}`.replace("{", '{"writeKey":"WK",')),
    {
      why: "half a megabyte of brackets takes an engine half a second to read",
    },
  ),
  refused("a key that is no string", track('{"writeKey":["WK"]}')),
  refused("a server library's other key", track('{"batch":[]}', basic("OTHER"))),
  refused("another's key in the body under a good one in Authorization", track(event("OTHER"), basic("WK"))),
  ...(
    [
      ["another's key in a compressed body", zipped(event("OTHER")), "gzip"],
      ["another's key in a second member of gzip", zipped(event("WK"), event("OTHER")), "gzip", halfRead],
      ["gzip that breaks off", zipped(event("WK")).subarray(0, -9), "gzip", halfRead],
      ["gzip with something behind it", Uint8Array.from([...zipped(event("WK")), 0x7b]), "gzip", halfRead],
      ["gzip within gzip", zipped(zipped(event("WK"))), "gzip, gzip"],
      ["what becomes 32 MiB", BOMB, "gzip"],
      ["another's key under the label of no encoding", event("OTHER"), "Identity"],
      ["no JSON", `${event("OTHER")},`, null],
      ["a compressed body without its label", zipped(event("OTHER")), null, notText],
      ["what is no UTF-8", Uint8Array.from(Buffer.from('{"writeKey":"OTHER","a":"\xff"}', "latin1")), null, notText],
    ] as const
  ).map(([what, body, encoding, more = {}]) =>
    refused(
      `${what} under a good key in Authorization`,
      track(body, { ...basic("WK"), "content-encoding": encoding }),
      {
        why: "what cannot be looked into could name another's key, and which of two a vendor takes is its own matter",
        ...more,
      },
    ),
  ),
  refused(
    "a body above 512 KiB under a good key in Authorization",
    track(`{"writeKey":"OTHER","a":"${"x".repeat(524_288)}"}`, basic("WK")),
    { gaps: { "small bodies": { why: smallBodies["small bodies"], instead: { answer: { status: 413 } } } } },
  ),
  refused("an Authorization that holds no key", track(event("WK"), { authorization: "Token WK" })),
  passes(
    "an event behind another log-in of the whole site",
    track(event("WK"), { authorization: 'Digest username="WK"' }),
    {
      received: { headers: { authorization: null } },
    },
  ),
  refused(
    "what is small, and becomes ten thousand times as much,",
    track(zipped(`{"writeKey":"WK","a":[${"{},".repeat(60_000)}1]}`), { "content-encoding": "gzip" }),
    { why: "to look into it takes as long as into half a megabyte, and costs its sender nothing" },
  ),
  refused("a body that is no JSON", track("writeKey=WK", { "content-type": "application/x-www-form-urlencoded" })),
  refused(
    "a body that says it is compressed, whatever it looks like,",
    track(event("WK"), { "content-encoding": "x-unknown" }),
    { why: "the vendor reads what its own decoder makes of it" },
  ),
  refused("a body above 512 KiB, which is not looked into,", track(`{"writeKey":"WK","a":"${"x".repeat(524_288)}"}`), {
    gaps: { "small bodies": { why: smallBodies["small bodies"], instead: { answer: { status: 413 } } } },
  }),
  refused("settings of another's key", { path: "/ht/v1/projects/OTHER/settings" }),
  refused("another's key beside a good one in the query", { path: "/acme/hit?key=PROJECT-1&key=OTHER" }),
  refused(
    "another's key behind a semicolon, which some take for a separator,",
    { path: "/acme/hit?key=PROJECT-1&a=1;key=OTHER" },
    {
      gaps: {
        "decodes queries": asEscape,
        next: asEscape,
      },
    },
  ),
  refused("another's key in the path", post("/acme/p/OTHER/events", "[]")),
  refused(
    "another's key in the body under a good one in the path",
    post("/acme/p/PROJECT-1/events", '[{"token":"OTHER"}]'),
  ),
  refused(
    "a neighbour's call with another's key",
    track(event("OTHER"), { origin: "https://app.shop.example", "sec-fetch-site": "same-site" }),
    {
      why: "without its CORS headers the page could not read why",
      answer: {
        status: 403,
        code: "key_not_allowed",
        headers: {
          "access-control-allow-origin": "https://app.shop.example",
          "access-control-allow-credentials": "true",
          vary: "Origin",
        },
      },
    },
  ),
];
