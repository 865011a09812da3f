import fc from "fast-check";
import { type Sent, sent } from "./requests.ts";
import { host, query } from "./targets.ts";
import { nearly, seldom, type Text, word } from "./text.ts";
import type { VendorScript } from "./vendor-answers.ts";

/** Fields that the rules of `sites.ts` name, and what JavaScript has of its own. */
const NAMES = (
  "integrations Segment.io apiHost metrics host remotePlugins url api home lists at * __proto__ constructor " +
  "toString length 0"
).split(" ");
const ADDRESSES = [
  "https://cdn.segment.com",
  "https://cdn.segment.build",
  "https://cdn.segment.com.evil.example",
  "https://api.acme.example/base/v2",
  "https://api.acme.example/base/v22",
  "https://api.acme.example",
  "http://cdn.segment.com",
  "HTTPS://CDN.SEGMENT.COM",
];

const leaf: Text = fc.oneof(
  { weight: 3, arbitrary: word("null", "true", "0", "-1.5e-7", '""', '"api.segment.io/v1"', '"\\u2028\\ud800"') },
  {
    weight: 3,
    arbitrary: fc
      .tuple(word(...ADDRESSES), word("", "/", "/next-integrations/x.js?a=/", "x", "?a", "#a", ":80/", "\\/x"))
      .map((parts) => `"${parts.join("")}"`),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)) },
);
const name: Text = word(...NAMES);
/** As text: a literal of JavaScript's cannot have a field called `__proto__`, nor one field twice. */
const any: Text = fc.letrec<{ any: string; object: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    leaf,
    tie("object"),
    fc.array(tie("any"), { maxLength: 3 }).map((values) => `[${values.join(" , ")}]`),
  ),
  object: fc
    .array(fc.tuple(name, tie("any")), { maxLength: 4 })
    .map((fields) => `{${fields.map(([field, value]) => `"${field}":${value}`).join(",")}}`),
})).any;

const shaped: Text = fc
  .tuple(any, any, leaf, leaf)
  .map(
    ([one, two, three, four]) =>
      `{"integrations":{"Segment.io":${one},"A":${two}},"metrics":${two},"remotePlugins":[{"url":${three}},${one}],` +
      `"api":{"home":${one}},"lists":[[{"at":${four}},${two}],{"at":${three}}]}`,
  );

/** Octets, as answers have them. */
const json: Text = fc
  .oneof(
    { weight: 3, arbitrary: shaped },
    { weight: 1, arbitrary: any },
    { weight: 1, arbitrary: fc.constantFrom("\ufeff{}", '{"metrics":{},"a":"\u00e9"}', "", "[]", "{}", "\u00a0{}") },
  )
  .map((text) => Buffer.from(text).toString("latin1"));

const body: Text = fc.oneof(
  { weight: 40, arbitrary: nearly(json, 6) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0, 1).map((more) => '{"metrics":{}}'.padEnd(1_048_576 + more)) },
);

const vendor: fc.Arbitrary<VendorScript> = fc
  .record({
    way: seldom(20, fc.constant("breaks" as const), fc.constant("stream" as const)),
    status: seldom(12, fc.constantFrom(201, 203, 206, 304, 404, 500), fc.constant(200)),
    body,
    lines: fc.subarray([
      ["cache-control", "public, max-age=120"],
      ["etag", '"canary"'],
      ["content-type", "application/json"],
    ] as const),
    label: seldom(10, word("gzip", "identity", " Identity", "br", "x", "gzip, br"), fc.constant(undefined)),
    hasLength: fc.boolean(),
  })
  .map(({ lines, label, hasLength, ...script }) => ({
    ...script,
    headers: [
      ...lines,
      ...(label === undefined ? [] : [["content-encoding", label] as const]),
      ...(hasLength ? [["content-length", String(script.body.length)] as const] : []),
    ],
    code: undefined,
  }));

const path: Text = fc.oneof(
  {
    weight: 5,
    arbitrary: word("/sg/v1/projects/KEY/settings", "/named/home.json", "/named/home.json", "/named/home"),
  },
  { weight: 1, arbitrary: nearly(word("/sg/shop.js", "/named/sdk.js", "/named/sdk.js/"), 3) },
);

/** Requests to the site whose vendors' answers are made to name it. */
export const rewriting: fc.Arbitrary<Sent> = fc
  .tuple(
    sent,
    fc.tuple(path, query).map((parts) => parts.join("")),
    host,
    vendor,
    word("GET", "GET", "GET", "HEAD"),
  )
  .map(([base, target, named, script, method]) => ({
    ...base,
    site: base.site === "publicHost" ? "namedPublicHost" : "named",
    method: target.startsWith("/named/home?") || target === "/named/home" ? "POST" : method,
    target,
    host: named,
    bodyState: "whole",
    vendor: script,
  }));
