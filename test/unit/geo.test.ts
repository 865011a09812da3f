import { expect, test } from "vitest";
import { toCloudflare } from "../../adapters/cloudflare.ts";
import { toNetlify, toNetlifyEdge } from "../../adapters/netlify.ts";
import { toVercel, toVercelLegacy, toVercelMethods } from "../../adapters/vercel.ts";
import { createFirstParty, type Geo, hightouch, type PlatformContext, type Privacy } from "../../core/index.ts";

const headers = { country: "x-geo-country", region: "x-geo-region", city: "x-geo-city" };

/** What the vendor is told in those headers. */
async function told(
  geo: Geo,
  privacy: Privacy = { geo: headers },
  sent: Record<string, string> = {},
  onAsked = () => {},
) {
  let up: Readonly<Record<string, string>> = {};
  const context: PlatformContext = {
    get geo() {
      onAsked();
      return geo;
    },
    fetch: Object.assign(
      async (_url: string, request: { readonly headers: typeof up }) => {
        up = request.headers;
        return new Response("{}");
      },
      { encoding: "decoded" as const },
    ),
  };
  const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: [], privacy });
  const request = new Request("https://shop.example/ht/v1/track", { method: "POST", body: "{}", headers: sent });
  expect((await handler(request, context)).status).toBe(200);
  return Object.fromEntries(Object.entries(up).filter(([name]) => name.startsWith("x-")));
}

test("where the visitor is goes up in the headers that the operator names, and only there", async () => {
  const geo = { country: "DE", region: "BY", city: "Fürth am Berg" };
  expect(await told(geo)).toEqual({
    "x-geo-country": "DE",
    "x-geo-region": "BY",
    "x-geo-city": "F%C3%BCrth%20am%20Berg",
  });
  expect(await told(geo, { geo: { country: "x-land" } })).toEqual({ "x-land": "DE" });
  expect(await told(geo, {})).toEqual({});
});

test("nobody asks the platform where nothing is to be told", async () => {
  let asked = 0;
  const onAsked = () => void asked++;
  await told({ country: "DE" }, { clientAddress: "anonymise" }, {}, onAsked);
  expect(asked).toBe(0);
  await told({ country: "DE" }, { geo: headers }, {}, onAsked);
  expect(asked).toBe(1);
});

test.each<[what: string, geo: object]>([
  ["Tor, which is no country", { country: "T1" }],
  ["a country that is not known", { country: "XX" }],
  ["a country in lower case", { country: "de" }],
  ["a country's name", { country: "Germany" }],
  ["a region with its country", { region: "DE-BY" }],
  ["a line break", { city: "A\r\nx-forwarded-for: 6.6.6.6" }],
  ["half a character", { city: "\ud83d" }],
  ["an empty city", { city: "" }],
  ["a city without end", { city: "x".repeat(101) }],
  ["what is no text", { country: 49, region: null, city: {} }],
])("%s is not told", async (_, geo) => {
  expect(await told(geo, { geo: headers }, { "x-geo-country": "US", "x-geo-city": "Hell" })).toEqual({});
});

test("a city can be read back, whatever its letters", async () => {
  for (const city of ["São Paulo", "100% Town", "東京", "L'Aquila", "😀"]) {
    const value = (await told({ city }))["x-geo-city"] ?? "";
    expect(value).toMatch(/^[\x21-\x7e]+$/);
    expect(decodeURIComponent(value)).toBe(city);
  }
});

/** What an adapter says of a request, without a core behind it. */
function spy() {
  let context: PlatformContext = {};
  const seen = async (_request: unknown, given: PlatformContext = {}) => {
    context = given;
    return new Response();
  };
  const answer = async (_request: unknown, given: PlatformContext = {}) => {
    context = given;
    return { status: 200, headers: {}, setCookies: [], body: null };
  };
  return { handler: Object.assign(seen, { answer, patienceMs: 1 }), geo: () => context.geo };
}

const URL_ASKED = "https://www.example.com/ht/renew";
const VERCEL = {
  "x-vercel-ip-country": "BR",
  "x-vercel-ip-country-region": "SP",
  "x-vercel-ip-city": "S%C3%A3o%20Paulo",
};
const BRAZIL = { country: "BR", region: "SP", city: "São Paulo" };
const NOWHERE = { country: undefined, region: undefined, city: undefined };

test("Vercel says it in three headers, on each of its forms", async () => {
  const { handler, geo } = spy();
  await toVercel(handler).fetch(new Request(URL_ASKED, { headers: VERCEL }));
  expect(geo()).toEqual(BRAZIL);
  await toVercelMethods(handler).POST(new Request(URL_ASKED, { method: "POST" }));
  expect(geo()).toEqual(NOWHERE);
  const outgoing = { writableFinished: true, writeHead: () => {}, end: () => {}, destroy: () => {}, once: () => {} };
  const incoming = {
    headers: VERCEL,
    complete: true,
    destroyed: false,
    readableEnded: true,
    read: () => {},
    on: () => {},
  };
  await toVercelLegacy(handler)(incoming, outgoing);
  expect(geo()).toEqual(BRAZIL);
  await toVercel(handler).fetch(new Request(URL_ASKED, { headers: { ...VERCEL, "x-vercel-ip-city": "%E3%" } }));
  expect(geo()).toEqual({ ...BRAZIL, city: undefined });
});

test.each([toNetlify, toNetlifyEdge])("Netlify says it in its context (%o)", async (toEntry) => {
  const { handler, geo } = spy();
  const context = { ip: "203.0.113.7", waitUntil: () => {} };
  const place = { country: { code: "BR", name: "Brazil" }, subdivision: { code: "SP" }, city: "São Paulo" };
  await toEntry(handler)(new Request(URL_ASKED, { headers: VERCEL }), { ...context, geo: place });
  expect(geo()).toEqual(BRAZIL);
  await toEntry(handler)(new Request(URL_ASKED, { headers: VERCEL }), context);
  expect(geo()).toEqual(NOWHERE);
});

test("Cloudflare says it beside the request, not in its headers", async () => {
  const { handler, geo } = spy();
  const ask = (request: Request) => toCloudflare(handler).fetch(request, {}, { waitUntil: () => {} });
  const cf = { country: "BR", region: "São Paulo (state)", regionCode: "SP", city: "São Paulo" };
  await ask(Object.assign(new Request(URL_ASKED, { headers: { "cf-ipcountry": "US" } }), { cf }));
  expect(geo()).toEqual(BRAZIL);
  await ask(new Request(URL_ASKED, { headers: { "cf-ipcountry": "US", ...VERCEL } }));
  expect(geo()).toEqual(NOWHERE);
});
