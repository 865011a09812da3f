import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import {
  clearCookies,
  type Config,
  type Consent,
  type ConsentAsked,
  type ConsentFunction,
  createFirstParty,
  type FirstPartyError,
  grant,
  hightouch,
  withdraw,
} from "../../core/index.ts";

const vendor = setupServer();
const received = vi.fn<(body: string, search: string) => void>();
beforeAll(() => {
  vendor.listen();
  vendor.use(
    http.post("https://us-east-1.hightouch-events.com/*", async ({ request }) => {
      received(await request.text(), new URL(request.url).search);
      return HttpResponse.json({ success: true });
    }),
  );
});
afterEach(() => void received.mockClear());
afterAll(() => vendor.close());

const EVENT = '{"type":"track","userId":"u1","messageId":"m1"}';
const STRIPPED = '{"type":"track","messageId":"m1","anonymousId":"m1"}';
const TWIN = "htjs_anonymous_id_srvr=a1";

/** What a site with this consent does with one event and one renew. */
async function visit(consent: Consent, headers: Record<string, string> = {}) {
  const told: FirstPartyError[] = [];
  const handler = createFirstParty({ ...config, consent, onError: (error) => told.push(error) });
  const post = (path: string, body: string | null, cookie: string) =>
    handler(
      new Request(`https://www.example.com/ht${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie, ...headers },
        body,
      }),
      { geo: { country: "DE" } },
    );
  const event = await post("/v1/track", EVENT, "cc=yes");
  const renew = await post("/renew", null, `cc=yes; ${TWIN}`);
  const { consent: state } = (await renew.json()) as { consent: string };
  const upstream = received.mock.calls.map(([body]) => body);
  return { event: event.status, upstream, state, setCookies: renew.headers.getSetCookie(), told };
}

const config: Config = { vendors: [hightouch()], cookieDomains: ["example.com"] };
const throws: ConsentFunction = () => {
  throw new Error("the consent store is gone");
};
/** What a user without types can write. */
const returns = (value: unknown) => () => value as ReturnType<ConsentFunction>;

test("a function is asked about the vendor, with the request's cookies and headers and where the platform says the visitor is", async () => {
  const ask = vi.fn<ConsentFunction>(({ vendor: id, cookie, header, geo }: ConsentAsked) => {
    expect([id, cookie("cc"), cookie("none"), header("Sec-GPC"), header("x-none"), geo?.country]).toEqual([
      "hightouch",
      "yes",
      undefined,
      "0",
      null,
      "DE",
    ]);
    return undefined;
  });
  expect(await visit({ from: [ask] }, { "sec-gpc": "0" })).toMatchObject({
    upstream: [EVENT],
    state: "granted",
    told: [],
  });
  expect(ask).toHaveBeenCalledTimes(2);
});

test.each([
  ["throws", throws],
  ["returns what is no state", returns("yes")],
  ["returns null", returns(null)],
  ["is async", (async () => "granted") as unknown as ConsentFunction],
  ["is async and rejects", (async () => throws({} as ConsentAsked)) as unknown as ConsentFunction],
])("a function that %s says unknown at its strictest, and the operator is told", async (_, ask) => {
  const refused = await visit({ from: [ask] });
  expect(refused).toMatchObject({ event: 200, upstream: [], state: "unknown", setCookies: [] });
  expect(refused.told.map(({ code, vendor: id, route }) => [code, id, route])).toEqual([
    ["consent_failed", "hightouch", "/v1/:type+"],
    ["consent_failed", "hightouch", "/renew"],
  ]);
  // Its own words stay with the operator.
  expect(refused.told[0]?.message).not.toContain("store");

  const loose = await visit({ from: [ask], unknown: { identity: "keep", relay: "pass" } });
  expect(loose, "no looser than strip and none").toMatchObject({ upstream: [STRIPPED], setCookies: [] });
  received.mockClear();
  const later = await visit({ from: [ask, () => "unknown"], unknown: { identity: "keep", relay: "pass" } });
  expect(later, "no looser for what another says later").toMatchObject({ upstream: [STRIPPED], setCookies: [] });
  received.mockClear();
  const strict = await visit({ from: [ask], unknown: { identity: "expire", relay: "refuse" } });
  expect(strict.upstream, "no looser than unknown").toEqual([]);
  expect(strict.setCookies.join()).toContain("htjs_anonymous_id_srvr=; Path=/; Max-Age=0");
});

test.each<[what: string, from: Consent["from"], state: string]>([
  ["denied wins over one that failed before", [throws, () => "denied"], "denied"],
  ["denied wins over unknown before", [() => "unknown", () => "denied"], "denied"],
  ["unknown wins over granted after", [() => "unknown", () => "granted"], "unknown"],
  ["nothing said is granted", [() => undefined, "gpc"], "granted"],
  ["an expression is looked for in the value", [{ cookie: "cc", granted: /^y/ }], "granted"],
  ["an expression that is not there says nothing known", [{ cookie: "cc", granted: /^n/ }], "unknown"],
  ["denied is looked for first", [{ cookie: "cc", granted: /e/, denied: /s$/ }], "denied"],
  ["a string is the whole value", [{ cookie: "cc", granted: "y" }], "unknown"],
])("%s", async (_, from, state) => {
  expect((await visit({ from })).state).toBe(state);
});

test("of a cookie that is there more than once a function is asked about every value, and once where it reads none", async () => {
  const handler = (ask: ConsentFunction) => createFirstParty({ ...config, consent: { from: [ask] } });
  const renew = async (ask: ConsentFunction) => {
    const headers = { cookie: "a=1; optout=0; a=2; optout=0; a=3; optout=1; b=1; a=4" };
    return (await handler(ask)(new Request("https://www.example.com/ht/renew", { method: "POST", headers }))).json();
  };
  expect(await renew(({ cookie }) => (cookie("optout") === "1" ? "denied" : undefined))).toMatchObject({
    consent: "denied",
  });
  const seen: unknown[] = [];
  await renew(({ cookie }) => void seen.push([cookie("a"), cookie("b"), cookie("none")]));
  expect(seen).toEqual(["1", "2", "3", "4"].map((a) => [a, "1", undefined]));
  const silent = vi.fn<ConsentFunction>();
  await renew(silent);
  expect(silent).toHaveBeenCalledTimes(1);
});

test("who has denied is not asked about any further", async () => {
  const ask = vi.fn<ConsentFunction>();
  await visit({ from: ["gpc", ask] }, { "sec-gpc": "1" });
  expect(ask).not.toHaveBeenCalled();
});

test("where nobody has to be asked, no cookie is parsed for it", async () => {
  const header = vi.fn<(name: string) => string | null>(() => null);
  const handler = createFirstParty(config);
  const bytes = new TextEncoder().encode(EVENT);
  const view = { method: "POST", url: "/ht/v1/track", host: "www.example.com", secure: true };
  const answer = await handler.answer({ ...view, header, readBody: async () => bytes });
  expect(answer.status).toBe(200);
  expect(header.mock.calls.filter(([name]) => name === "cookie")).toHaveLength(1);
  expect(header.mock.calls.filter(([name]) => name === "sec-gpc")).toEqual([]);
});

test("a vendor's field with a name of the prototype is an event's own, or none", async () => {
  const shape = { personal: ["__proto__.isPrototypeOf"], unlinked: { field: "__proto__.planted", from: "messageId" } };
  const consent: Consent = { from: [() => "unknown"], unknown: { relay: "strip" } };
  const handler = createFirstParty({ ...config, vendors: [{ ...hightouch(), event: shape }], consent });
  const answer = await handler(new Request("https://www.example.com/ht/v1/track", { method: "POST", body: EVENT }));
  expect(await answer.json()).toEqual({ dropped: true, by: "consent" });
  expect(Object.hasOwn(Object.prototype, "isPrototypeOf")).toBe(true);
  expect(Object.hasOwn(Object.prototype, "planted")).toBe(false);
});

test("of a stripped event's query the key alone goes up, and is judged before", async () => {
  const { routes, ...rest } = hightouch({ writeKeys: ["WK"] });
  const keyed = routes.map((route) =>
    route.kind === "collect" ? { ...route, keyIn: [{ in: "query", name: "k" }] as const } : route,
  );
  const consent: Consent = { from: [() => "unknown"], unknown: { relay: "strip" } };
  const handler = createFirstParty({ ...config, vendors: [{ ...rest, routes: keyed }], consent });
  const post = (search: string) =>
    handler(new Request(`https://www.example.com/ht/v1/track${search}`, { method: "POST", body: EVENT }));
  expect((await post("?email=ann@example.com&%6B=WK&x=1")).status).toBe(200);
  expect((await post("?k=WK2")).status).toBe(403);
  expect((await post("?k=WK;email=ann@example.com")).status).toBe(200);
  expect(received.mock.calls.map(([, search]) => search)).toEqual(["?%6B=WK", ""]);
});

test("what a settings route takes in a body is judged as an event is", async () => {
  const { routes, ...rest } = hightouch();
  const posting = routes.map((route) => (route.kind === "settings" ? { ...route, methods: ["POST"] } : route));
  const url = "https://www.example.com/ht/v1/projects/k/settings";
  const post = async (relay: "pass" | "strip" | "refuse", body: string) => {
    const consent: Consent = { from: [() => "unknown"], unknown: { relay } };
    const handler = createFirstParty({ ...config, vendors: [{ ...rest, routes: posting }], consent });
    return (await handler(new Request(url, { method: "POST", body }))).json();
  };
  expect(await post("refuse", EVENT)).toEqual({ dropped: true, by: "consent" });
  expect(await post("strip", "john@example.com")).toEqual({ dropped: true, by: "consent" });
  expect(received).not.toHaveBeenCalled();
  expect(await post("strip", EVENT)).toEqual({ success: true });
  expect(await post("pass", EVENT)).toEqual({ success: true });
  expect(received.mock.calls.map(([body]) => body)).toEqual([STRIPPED, EVENT]);
});

/** The headers that the vendor gets of a visitor in Germany. */
async function headersUp(path: string, init: RequestInit, more: Partial<Config>) {
  let up: Readonly<Record<string, string>> = {};
  const fetch = Object.assign(
    async (_: string, request: { readonly headers: typeof up }) => {
      up = request.headers;
      return new Response("{}");
    },
    { encoding: "decoded" as const },
  );
  const handler = createFirstParty({ ...config, ...more });
  await handler(new Request(`https://www.example.com/ht${path}`, init), { fetch, geo: { country: "DE" } });
  return up;
}

test("a Bearer token goes up of nobody in particular where it is one of the vendor's keys", async () => {
  const up = await headersUp(
    "/v1/track",
    { method: "POST", headers: { authorization: "Bearer WK" }, body: EVENT },
    {
      vendors: [hightouch({ writeKeys: ["WK"] })],
      consent: { from: [() => "unknown"], unknown: { relay: "strip" } },
    },
  );
  expect(up["authorization"]).toBe("Bearer WK");
});

test("where a visitor is who has withdrawn is not told", async () => {
  const told = (cookie: string) =>
    headersUp("/v1/projects/k/settings", { headers: { cookie } }, { privacy: { geo: { country: "x-geo-country" } } });
  expect((await told("a=b"))["x-geo-country"]).toBe("DE");
  expect((await told("fp_withdrawn=1"))["x-geo-country"]).toBeUndefined();
});

test("withdraw() and grant() say what their routes say", async () => {
  const handler = createFirstParty(config);
  const cookie = `fp_withdrawn=1; ${TWIN}; session=1`;
  for (const [path, values] of [
    ["withdraw", withdraw],
    ["grant", grant],
  ] as const) {
    const request = new Request(`https://www.example.com/ht/consent/${path}`, { method: "POST", headers: { cookie } });
    expect(values(request, config), path).toEqual((await handler(request)).headers.getSetCookie());
  }
});

test("withdraw() does what clearCookies() does, and leaves the marker as long as browsers keep one", () => {
  const request = new Request("https://www.example.com/privacy");
  const short = { ...config, cookie: { maxAgeDays: 1 } };
  expect(withdraw(request, short)).toEqual([
    ...clearCookies(request, short),
    "fp_withdrawn=1; Path=/; Max-Age=34560000; SameSite=Lax; Secure; Domain=example.com; HttpOnly",
  ]);
});

test("grant() has nothing to say where nothing was withdrawn", () => {
  expect(grant(new Request("https://www.example.com/", { headers: { cookie: TWIN } }), config)).toEqual([]);
});

test.each([{ status: 500 }, { status: 204, body: "x" }, { status: 200, type: "text/plain" }])(
  "an acknowledgement that is none is refused at set-up: %j",
  (acknowledgement) => {
    const { routes, ...rest } = hightouch();
    const broken = routes.map((route) => (route.kind === "collect" ? { ...route, acknowledgement } : route));
    expect(() => createFirstParty({ ...config, vendors: [{ ...rest, routes: broken }] })).toThrow(/acknowledgement/);
  },
);

test.each([
  ["more events than any SDK sends at once", `{"batch":[${'{"messageId":"m"},'.repeat(1_001).slice(0, -1)}]}`],
  ["a body above what is looked into", JSON.stringify({ messageId: "m", filler: "x".repeat(524_288) })],
])("strip drops %s, and does not spend its time on them", async (_, body) => {
  const handler = createFirstParty({ ...config, consent: { from: ["gpc"], denied: { relay: "strip" } } });
  const headers = { "content-type": "application/json", "sec-gpc": "1" };
  const url = "https://www.example.com/ht/v1/batch";
  const answer = await handler(new Request(url, { method: "POST", headers, body }));
  expect(await answer.json()).toEqual({ dropped: true, by: "consent" });
  expect(received).not.toHaveBeenCalled();
});
