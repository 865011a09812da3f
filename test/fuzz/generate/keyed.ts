import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type Header, type Sent, sent } from "./requests.ts";
import { nearly, type Text, word } from "./text.ts";

/** Two that may pass, each on a domain of its own, one of nobody, and what a careless comparison takes for one of them. */
const KEYS = ["KEY-1", "KEY-1", "KEY-2", "OTHER", "key-1", "KEY-1 ", "", "__proto__"] as const;

const key: Text = word(...KEYS);

/** A batch, with keys of several names and levels. */
const json: Text = fc
  .tuple(
    word(
      '{"writeKey":"1"}',
      '{"writeKey":"1","batch":[{"writeKey":"2"}]}',
      '[{"writeKey":"1"},{"writeKey":"2"}]',
      '{"writeKey":"1","writeKey":"2"}',
      '{"writeKey":"1","WriteKey":"2"}',
      '{"\\u0077riteKey":"1","a":"~~~???"}',
      '{"batch":[{"a":1}],"e":"\xc3\xbc>"}',
      '{"a":1}',
    ),
    key,
    key,
  )
  .map(([text, one, two]) => text.replace('"1"', JSON.stringify(one)).replace('"2"', JSON.stringify(two)));

const base64: Text = fc
  .tuple(json, word("base64", "base64url"), word("", "", "=", " ", "+", "%0A"), fc.oneof(fc.nat(40), fc.constant(999)))
  .map(([text, alphabet, piece, at]) => {
    const encoded = Buffer.from(text, "latin1").toString(alphabet as BufferEncoding);
    return encoded.slice(0, at) + piece + encoded.slice(at);
  });

const query: Text = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.oneof(
          key.map((one) => `key=${encodeURIComponent(one)}`),
          base64.map((data) => `data=${data}`),
        ),
        { minLength: 1, maxLength: 2 },
      )
      .map((parts) => `?${parts.join("&")}`),
  },
  { weight: 1, arbitrary: key.map((one) => `?a=1;key=${one}`) },
);

const path: Text = fc.oneof(
  { weight: 4, arbitrary: word("/acme/e/track") },
  { weight: 2, arbitrary: key.map((one) => `/acme/p/${encodeURIComponent(one)}/settings`) },
  { weight: 1, arbitrary: word("/acme/one.js", "/acme/two.js") },
);

const authorization: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(word("Basic", "basic", "Bearer"), key)
      .map(([scheme, one]) => [["authorization", `${scheme} ${Buffer.from(`${one}:`).toString("base64")}`] as const]),
  },
);

const gzip = (text: string) => gzipSync(Buffer.from(text, "latin1")).toString("latin1");

/** A body under its label; gzip of one and two members, whole and broken, and what says so and is not. */
const labelled: fc.Arbitrary<readonly [body: string, headers: readonly Header[]]> = fc.oneof(
  { weight: 6, arbitrary: json.map((text) => [text, []] as const) },
  { weight: 1, arbitrary: nearly(json, 1).map((text) => [text, []] as const) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.oneof(
          { weight: 4, arbitrary: json.map(gzip) },
          { weight: 1, arbitrary: fc.tuple(json, json).map((texts) => texts.map(gzip).join("")) },
          { weight: 1, arbitrary: nearly(json.map(gzip), 1) },
          { weight: 1, arbitrary: json },
        ),
        word("gzip", "gzip", "X-GZIP", "gzip, gzip", "identity", "br"),
      )
      .map(([body, label]) => [body, [["content-encoding", label]]] as const),
  },
);

/** Requests to the site whose keys are bound to domains. */
export const keyed: fc.Arbitrary<Sent> = fc
  .tuple(
    sent,
    fc.tuple(path, query).map((parts) => parts.join("")),
    labelled,
    authorization,
    word("www.shop.example", "WWW.SHOP.de", "evilshop.example", "localhost:8787", "shop.de.evil.example"),
  )
  .map(([base, target, [body, labels], headers, host]) => ({
    ...base,
    site: "keyed",
    method: target.startsWith("/acme/e/") ? "POST" : "GET",
    target,
    host,
    headers: [...headers, ...labels],
    body,
    bodyState: "whole",
  }));
