import { gzipSync } from "node:zlib";
import { type Gap, type ParityCase, TOO_LATE_MS } from "../case.ts";
import { typedInFront } from "./typed-in-front.ts";

const PATH = "/sg/v1/projects/WK/settings";
const JSON_TYPE = ["content-type", "application/json; charset=utf-8"] as const;

/** Settings as Segment's CDN has them, in part. `api`, `cdn` and `build`: what stands where this service is to stand. */
const settings = (api: string, cdn: string, build = cdn) => ({
  integrations: {
    "Segment.io": {
      apiKey: "WK",
      unbundledIntegrations: [],
      addBundledMetadata: true,
      apiHost: api,
      protocol: "https",
    },
    Braze: { apiHost: "sdk.iad-01.braze.com", ratio: 0.1, names: ["Größe", "\u2028"], nothing: null },
  },
  plan: { track: { __default: { enabled: true, integrations: {} } } },
  edgeFunction: { downloadURL: "https://cdn.edgefn.segment.com/1/abc.js" },
  metrics: { sampleRate: 0.1, host: api },
  remotePlugins: [
    {
      name: "Braze Web Device Mode (Actions)",
      url: `${cdn}/next-integrations/actions/braze/abc.js`,
      settings: { url: "https://cdn.segment.com" },
    },
    { name: "Other", url: `${build}/next-integrations/actions/other/abc.js?a=https://cdn.segment.com/` },
    { name: "Own", url: "https://plugins.example.com/own.js" },
    { name: "Near", url: "https://cdn.segment.com.evil.example/x.js" },
    { name: "No text", url: 1 },
    "no object",
  ],
  legacyVideoPluginsEnabled: false,
});
const VENDORS = JSON.stringify(settings("api.segment.io/v1", "https://cdn.segment.com", "https://cdn.segment.build"));
const LENGTH = String(Buffer.byteLength(VENDORS));
const rewritten = (host: string, scheme = "https") =>
  Buffer.from(JSON.stringify(settings(`${host}/sg/v1`, `${scheme}://${host}/sg`)));

const answered = (body: string | Uint8Array<ArrayBuffer>, ...headers: (readonly [string, string])[]) => ({
  headers: [JSON_TYPE, ...headers],
  body,
});
const unchanged = (
  what: string,
  body: string | Uint8Array<ArrayBuffer>,
  more: Partial<ParityCase> = {},
): ParityCase => ({
  name: `settings: ${what} comes back byte for byte`,
  site: "segment",
  send: { path: PATH },
  vendor: answered(body),
  answer: { status: 200, body: typeof body === "string" ? Buffer.from(body) : body },
  ...more,
});

/** Letters in lines, so that a byte that is lost shows. */
const TEN_MIB = Uint8Array.from({ length: 10 << 20 }, (_, index) => (index % 81 === 80 ? 10 : 97 + (index % 25)));
const tooLarge = (why: string): Gap => ({ why, instead: { answer: { status: 502, code: "upstream_too_large" } } });
const measured: Gap = {
  why: "the runtime writes the length of the body that there is, none: 0",
  instead: { answer: { status: 200, body: "", headers: { "content-length": "0" } } },
};
const tooLargeGaps = {
  "buffers answers": tooLarge(
    "the platform takes answers whole, of 1, 4.5 or 6 MB; what is larger is 502 with a sentence",
  ),
  "small bodies": tooLarge("the platform takes 40 kB back; what is larger is 502 with a sentence"),
};

/** What Segment's support otherwise switches on by hand: settings that lead the SDK to this service, and not past it. */
export const segmentSettingsCases: readonly ParityCase[] = [
  {
    name: "settings name this service where they named Segment's hosts, and are else as they were",
    why: "the SDK takes the API's host, that of its measurements and the addresses of plugins from them",
    site: "segment",
    send: { path: PATH, headers: { "accept-encoding": "gzip, br" } },
    vendor: answered(VENDORS, ["content-length", LENGTH]),
    received: { method: "GET", url: "/v1/projects/WK/settings", headers: { "accept-encoding": "identity" } },
    answer: {
      status: 200,
      body: rewritten("www.shop.example"),
      headers: { "content-type": JSON_TYPE[1], "x-content-type-options": "nosniff" },
    },
    gaps: {
      "node behind caddy": {
        why: "a site with `encode` compresses what came as it is",
        instead: {
          answer: {
            status: 200,
            decoded: rewritten("www.shop.example").toString("latin1"),
            headers: { "content-encoding": "gzip", "x-content-type-options": "nosniff" },
          },
        },
      },
    },
  },
  {
    name: "settings of unknown length likewise",
    site: "segment",
    send: { path: PATH },
    vendor: answered(VENDORS, ["transfer-encoding", "chunked"]),
    answer: { status: 200, body: rewritten("www.shop.example") },
  },
  ...(
    [
      ["WWW.Shop.Example:8443", "www.shop.example:8443", "https"],
      ["localhost:3000", "localhost:3000", "http"],
      ["[::1]:3000", "[::1]:3000", "http"],
      ["shop-git-main.vercel.app", "shop-git-main.vercel.app", "https"],
    ] as const
  ).map(([host, named, scheme]): ParityCase => ({
    name: `settings name the host that was asked, with its port and scheme (${host})`,
    site: "segmentUnkeyed",
    send: { path: PATH, headers: { host } },
    vendor: answered(VENDORS),
    answer: { status: 200, body: rewritten(named, scheme) },
  })),
  {
    name: "settings name publicHost, whatever Host and forwarding headers say",
    site: "segmentPublicHost",
    send: {
      path: "/sg/v1/projects/WK2/settings",
      headers: {
        host: "internal-1234.lambda-url.example",
        "x-forwarded-host": "evil.example",
        forwarded: "host=evil.example",
      },
    },
    vendor: answered(VENDORS),
    answer: { status: 200, body: rewritten("www.shop.de") },
  },
  {
    name: "settings without the fields get those whose place is there, and no other",
    site: "segment",
    send: { path: PATH },
    vendor: answered(
      '{"integrations":{"Segment.io":{}},"metrics":[{}],"remotePlugins":{"url":"https://cdn.segment.com/x.js"}}',
    ),
    answer: {
      status: 200,
      body: '{"integrations":{"Segment.io":{"apiHost":"www.shop.example/sg/v1"}},"metrics":[{}],"remotePlugins":{"url":"https://cdn.segment.com/x.js"}}',
    },
  },
  {
    name: "settings in which a field is no text, or called __proto__, lose and gain nothing",
    site: "segment",
    send: { path: PATH },
    vendor: answered(
      '{"__proto__":{"metrics":{"host":"a"}},"integrations":{"__proto__":{"Segment.io":{}}},"metrics":{"host":7}}',
    ),
    answer: {
      status: 200,
      body: '{"__proto__":{"metrics":{"host":"a"}},"integrations":{"__proto__":{"Segment.io":{}}},"metrics":{"host":"www.shop.example/sg/v1"}}',
    },
  },
  unchanged(
    "what has none of the fields",
    '{ "integrations" : { "Segment.io": "none" },\r\n "metrics":"host", "big": 12345678901234567890 }',
  ),
  unchanged("what ends in the middle", VENDORS.slice(0, 300)),
  unchanged("what is no JSON", `<!doctype html><script>"https://cdn.segment.com/"</script>`),
  unchanged("nothing", ""),
  unchanged("a list", `[${VENDORS}]`),
  unchanged("a text", '"https://cdn.segment.com/x"'),
  unchanged("null", "null"),
  unchanged("JSON behind a byte order mark", `\ufeff${VENDORS}`),
  unchanged("what is no UTF-8", Uint8Array.from(Buffer.from(VENDORS.replace("Größe", "Gr\xf6\xdfe"), "latin1"))),
  unchanged("an error", VENDORS, {
    vendor: { status: 404, ...answered(VENDORS) },
    answer: { status: 404, body: Buffer.from(VENDORS), headers: { "cache-control": "private, no-store" } },
  }),
  unchanged("what is larger than 1 MiB, and says so,", TEN_MIB, {
    vendor: answered(TEN_MIB, ["content-length", String(TEN_MIB.length)]),
    gaps: tooLargeGaps,
  }),
  unchanged("what turns out to be larger than 1 MiB", TEN_MIB, {
    vendor: answered(TEN_MIB, ["transfer-encoding", "chunked"]),
    gaps: tooLargeGaps,
  }),
  unchanged("what is encoded although nothing was asked for", Uint8Array.from(gzipSync(VENDORS)), {
    vendor: answered(Uint8Array.from(gzipSync(VENDORS)), ["content-encoding", "gzip"]),
    received: { headers: { "accept-encoding": "identity" } },
    answer: { status: 200, body: Uint8Array.from(gzipSync(VENDORS)), headers: { "content-encoding": "gzip" } },
    gaps: {
      "borrows Node's fetch": "in process Node's fetch has decoded what the platform's own hands on as it came",
      decodes: {
        why: "global fetch decodes: what arrives is plain, and is rewritten",
        instead: {
          answer: { status: 200, body: rewritten("www.shop.example"), headers: { "content-encoding": null } },
        },
      },
    },
  }),
  {
    name: "HEAD of settings does not claim the length that they had at the vendor's",
    site: "segment",
    send: { method: "HEAD", path: PATH },
    vendor: { headers: [JSON_TYPE, ["content-length", "4000"]] },
    received: { method: "HEAD" },
    answer: { status: 200, body: "", headers: { "content-length": null } },
    gaps: { bun: measured, "hono-bun": measured, deno: measured, "netlify-edge on deno": measured },
  },
  {
    name: "settings that have not changed stay 304",
    site: "segment",
    send: { path: PATH, headers: { "if-none-match": '"e1"' } },
    vendor: { status: 304, headers: [["etag", '"e1"']] },
    received: { headers: { "if-none-match": '"e1"' } },
    answer: { status: 304, body: "" },
  },
  {
    name: "settings that break off are 502",
    site: "segment",
    send: { path: PATH },
    vendor: { ...answered(VENDORS.slice(0, 300), ["content-length", "4000"]), truncates: true },
    answer: { status: 502, code: "upstream_unreachable" },
  },
  {
    name: "settings that break off in chunks are 502",
    site: "segment",
    send: { path: PATH },
    vendor: { ...answered(VENDORS.slice(0, 300), ["transfer-encoding", "chunked"]), truncates: true },
    answer: { status: 502, code: "upstream_unreachable" },
  },
  {
    name: "settings that do not come to their end in time are 504",
    site: "segmentImpatient",
    send: { path: PATH },
    vendor: { ...answered(VENDORS, ["content-length", LENGTH]), bodyDelayMs: TOO_LATE_MS },
    answer: { status: 504, code: "upstream_timeout" },
  },
  {
    name: "a page in the place of settings loses its body",
    site: "segment",
    send: { path: PATH },
    vendor: { headers: [["content-type", "text/html; charset=utf-8"]], body: "<script>alert(1)</script>" },
    answer: { status: 200, body: "", headers: { "content-type": null } },
    gaps: typedInFront({ status: 200, body: "" }),
  },
  {
    name: "a redirect in the place of settings is 502",
    site: "segment",
    send: { path: PATH },
    vendor: { status: 302, headers: [["location", "https://cdn.segment.com/elsewhere"]] },
    answer: { status: 502, code: "upstream_redirect" },
  },
  {
    name: "a cookie that comes with settings stays behind, and the site's own are not told",
    site: "segment",
    send: { path: PATH, headers: { cookie: "session=s3cret", authorization: "Basic s3cret", "x-retry-count": "1" } },
    vendor: answered(
      "{}",
      ["set-cookie", "ajs_anonymous_id=foreign; Domain=segment.com"],
      ["set-cookie", "ajs_user_id=foreign"],
    ),
    received: { headers: { authorization: null, "x-retry-count": null } },
    answer: { status: 200, body: "{}" },
  },
];
