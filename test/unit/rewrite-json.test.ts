import fc from "fast-check";
import { expect, test } from "vitest";
import { createFirstParty, type FieldRewrite, type RelayRoute, type Vendor } from "../../core/index.ts";
import { resolveConfig } from "../../core/options.ts";
import { answerRewriter, REWRITTEN_BYTES } from "../../core/relay/rewrite-json.ts";
import type { UpstreamBody } from "../../core/types.ts";
import { rewritten } from "../fuzz/judge/rewritten.ts";
import { transport } from "../support/core-request.ts";

const BASE = "https://cdn.self-hosted.example/below";
const rules: readonly FieldRewrite[] = [
  { at: ["api", "Acme.io", "host"], as: "host", path: "/v1" },
  { at: ["home"], as: "url", path: "" },
  { at: ["plugins", "*", "url"], as: "url", from: ["https://cdn.acme.example", "https://cdn.self-hosted.example"] },
  { at: ["lists", "*", "*", "at"], as: "host", from: ["https://cdn.acme.example"] },
];
const route: RelayRoute = {
  kind: "settings",
  path: "/settings",
  host: "cdn",
  methods: ["GET", "HEAD"],
  requestHeaders: [],
  retry: "never",
  rewrite: rules,
};
const vendor: Vendor = { id: "acme", path: "/ac", docs: "", hosts: { cdn: BASE }, routes: [route] };
const config = { vendors: [vendor], cookieDomains: ["shop.example"], timeouts: { retryMs: 0, headersMs: 200 } };
const rewrite = answerRewriter(vendor, route, BASE, resolveConfig(config));

const exchange = {
  request: {
    method: "GET",
    url: "/ac/settings",
    host: "www.shop.example",
    secure: true,
    header: () => null,
    readBody: async () => null,
  },
  site: { host: "www.shop.example", cookieDomain: "shop.example", browserDomain: "shop.example", secure: true },
  context: {},
  path: "/ac/settings",
  search: "",
};
const HOST = "www.shop.example/ac";

/** The bytes as they come back; undefined where they are not touched. */
function through(body: Uint8Array<ArrayBuffer>): string | undefined {
  const answer = { status: 200, headers: new Headers(), body };
  const back = rewrite?.(answer, exchange) ?? answer;
  return back === answer ? undefined : Buffer.from(back.body as Uint8Array).toString();
}

const NAMES = [
  "api",
  "Acme.io",
  "host",
  "home",
  "plugins",
  "url",
  "lists",
  "at",
  "*",
  "__proto__",
  "constructor",
  "prototype",
  "0",
];
const ADDRESSES = [
  BASE,
  "https://cdn.acme.example",
  "https://cdn.self-hosted.example",
  "https://cdn.acme.example.evil",
];
const leaf = fc.oneof(
  fc.constantFrom(null, true, 0, -1.5e-7, "", HOST, `https://${HOST}`),
  fc
    .tuple(fc.constantFrom(...ADDRESSES), fc.constantFrom("", "/", "/x.js?a=/", "x", "?a", ":80/"))
    .map((p) => p.join("")),
  fc.string({ unit: "binary" }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
/** JSON as text, since a literal cannot have a field called `__proto__`. */
const json: fc.Arbitrary<string> = fc.letrec<{ any: string; object: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf.map((value) => JSON.stringify(value)),
    tie("object"),
    fc.array(tie("any"), { maxLength: 4 }).map((values) => `[${values.join(", ")}]`),
  ),
  object: fc
    .uniqueArray(
      fc.tuple(
        fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string() }),
        tie("any"),
      ),
      {
        selector: ([name]) => name,
        maxLength: 5,
      },
    )
    .map((fields) => `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`),
})).any;
/** Shaped as the rules would have it, mostly. */
const shaped = fc
  .record({
    api: json,
    plugins: fc.array(json, { maxLength: 3 }),
    lists: fc.array(json, { maxLength: 3 }),
    inner: json,
    url: leaf,
  })
  .map(
    ({ api, plugins, lists, inner, url }) =>
      `{"api":{"Acme.io":${inner},"x":${api}},"plugins":[{"url":${JSON.stringify(url)}},${[...plugins, "0"].join(",")}],` +
      `"lists":[[{"at":${JSON.stringify(url)}}],${[...lists, "[]"].join(",")}]}`,
  );

test("of any JSON the named fields change as the rules have it, and nothing else; once more changes nothing", () => {
  const prototype = Reflect.ownKeys(Object.prototype);
  const check = (text: string) => {
    const parsed: unknown = JSON.parse(text);
    const wanted = JSON.stringify(rewritten(parsed, rules, BASE, { host: HOST, url: `https://${HOST}` }));
    const back = through(new TextEncoder().encode(text));
    expect(back ?? JSON.stringify(parsed)).toBe(wanted);
    // What needs no change keeps its bytes.
    expect(back === undefined).toBe(wanted === JSON.stringify(parsed));
    expect(through(new TextEncoder().encode(wanted))).toBe(undefined);
  };
  fc.assert(fc.property(fc.oneof(json, shaped), check), { numRuns: 2_000 });
  expect(Reflect.ownKeys(Object.prototype)).toEqual(prototype);
});

test("a name that is not there is not looked for in what all objects have", () => {
  const name: FieldRewrite = { at: ["__proto__", "polluted"], as: "host", path: "" };
  const polluting = answerRewriter(vendor, { ...route, rewrite: [name] }, BASE, resolveConfig(config));
  const answer = { status: 200, headers: new Headers(), body: new TextEncoder().encode("{}") };
  expect(polluting?.(answer, exchange)).toBe(answer);
  expect("polluted" in {}).toBe(false);
});

test("no bytes make it throw", () => {
  const cut = fc.tuple(shaped, fc.nat()).map(([text, at]) => Buffer.from(text).subarray(0, at % (text.length + 1)));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), cut), (bytes) => {
      const text = through(Uint8Array.from(bytes));
      if (text !== undefined) JSON.parse(text);
    }),
  );
  const nested = `{"home":"","a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  // Some runtimes can write what nests so deep, others cannot.
  expect([undefined, nested.replace('"home":""', `"home":"https://${HOST}"`)]).toContain(
    through(new TextEncoder().encode(nested)),
  );
});

test("what is larger is not looked into", () => {
  const ofLength = (length: number) => new TextEncoder().encode('{"home":""}'.padEnd(length));
  expect(through(ofLength(REWRITTEN_BYTES))).toBe(`{"home":"https://${HOST}"}`);
  expect(through(ofLength(REWRITTEN_BYTES + 1))).toBe(undefined);
});

/** A vendor whose answer comes in so many pieces of 64 KiB, each made when it is asked for; and then ends, or does not. */
function inPieces(pieces: number, { isStalled = false, headers = {} } = {}) {
  const seen = { made: 0, isLetGo: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.made === pieces) return isStalled ? new Promise(() => {}) : controller.close();
        seen.made++;
        controller.enqueue(new Uint8Array(65_536).fill(97));
      },
      cancel: () => void (seen.isLetGo = true),
    },
    { highWaterMark: 0 },
  );
  const ask = (signal?: AbortSignal) =>
    createFirstParty(config)(new Request("https://www.shop.example/ac/settings", { signal: signal ?? null }), {
      fetch: transport(async () => new Response(body, { headers })),
    });
  return { seen, ask };
}

test("an answer of unknown length is read no further than it has to be, and goes on as a stream", async () => {
  const { seen, ask } = inPieces(160);
  const response = await ask();
  expect(seen.made).toBeLessThan(20);
  expect((await response.arrayBuffer()).byteLength).toBe(160 * 65_536);
  expect(seen.isLetGo).toBe(false);
});

test("one that says that it is larger is not read at all", async () => {
  const { seen, ask } = inPieces(160, { headers: { "content-length": String(160 * 65_536) } });
  const response = await ask();
  expect([response.status, seen.made]).toEqual([200, 0]);
});

test("nor is one whose length is that of encoded bytes read any further", async () => {
  const headers = { "content-length": "100000", "content-encoding": "gzip" };
  const { seen, ask } = inPieces(160, { headers });
  const response = await ask();
  expect(seen.made).toBeLessThan(20);
  expect((await response.arrayBuffer()).byteLength).toBe(160 * 65_536);
});

test("who leaves such a stream lets go of the vendor's", async () => {
  const { seen, ask } = inPieces(160);
  const reader = (await ask()).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(seen.isLetGo).toBe(true);
  expect(seen.made).toBeLessThan(20);
});

test("an answer of unknown length that comes to no end is late, and is let go", async () => {
  const { seen, ask } = inPieces(3, { isStalled: true });
  expect((await ask()).status).toBe(504);
  expect(seen.isLetGo).toBe(true);
});

test("a stream that nothing here can read is handed on as it is", async () => {
  const body: UpstreamBody = { cancel: async () => {} };
  const answered = { status: 200, headers: new Headers(), body, arrayBuffer: async () => new ArrayBuffer(0) };
  const answer = await createFirstParty(config).answer(exchange.request, { fetch: transport(async () => answered) });
  expect(answer.body).toBe(body);
});

test.each([
  ["www.shop.example", undefined, "max-age=60"],
  ["WWW.Shop.Example", undefined, "max-age=60"],
  ["anything.example", "www.shop.de", "max-age=60"],
  ["www.shop.example:1", undefined, "no-store"],
  ["evil.example", undefined, "no-store"],
  ["www.shop.example.", undefined, "no-store"],
])("a cache is not given what names a host that only the caller vouches for (%s)", async (host, publicHost, wanted) => {
  const headers = { "cache-control": "max-age=60", etag: '"e"' };
  const fetch = transport(async () => new Response('{"home":""}', { headers }));
  const { headers: back } = await createFirstParty({ ...config, publicHost }).answer(
    { ...exchange.request, host },
    { fetch },
  );
  expect([back["cache-control"], back["etag"]]).toEqual([wanted, wanted === "no-store" ? undefined : '"e"']);
});
