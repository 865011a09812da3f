import type { ParityCase, Received, Sent, VendorReply } from "../case.ts";
import { gone, twin } from "./expected-cookies.ts";

/** What SDK 3.15.0 was seen sending, but for the token, which is `PROJ`. */
const FIRST_BULK =
  '{"sdk":"js-client","sdk_version":"v3.15.0","sdk_snippet_version":"v2.7.0","commands":[{"name":"system/ids","data":{"project_id":"PROJ","customer":{},"expires":1889916273}},{"name":"system/time","data":{"clientTS":1795308273.1}},{"name":"system/push-notifications-vapid-key","data":{"company_id":"PROJ"}},{"name":"crm/events","data":{"customer_ids":{},"company_id":"PROJ","type":"page_visit","age":0.1,"properties":{"project_id":"the site\'s own","cookies":"accepted"}}}]}';
const ANSWERS =
  '{"success":true,"results":[{"status":"ok","data":{"cookie":"c0ff"}},{"status":"ok","time":1795308273.2},{"status":"ok"},{"status":"ok"}]}';
const text = { "content-type": "text/plain;charset=UTF-8" };
const json = { "content-type": "application/json" };
const ok: VendorReply = { headers: [["content-type", "application/json"]], body: ANSWERS };

const post = (path: string, body: Sent["body"] & {}, headers: Sent["headers"] = {}): Sent => ({
  method: "POST",
  path: `/br${path}`,
  headers: { ...text, ...headers },
  body,
});
const bulk = (body: Sent["body"] & {}, headers: Sent["headers"] = {}) => post("/bulk", body, headers);
/** One event of a person who is named, or not. */
const event = (cookie: string | undefined, token = "PROJ") =>
  `{"commands":[{"name":"crm/events","data":{"customer_ids":${JSON.stringify({ cookie })},"company_id":"${token}","type":"buy"}}]}`;

const passes = (name: string, send: Sent, more: Partial<ParityCase> & { received?: Received } = {}): ParityCase => ({
  name: `bloomreach: ${name}`,
  site: "bloomreach",
  send,
  vendor: ok,
  received: { url: send.path.replace(/^\/br/, ""), ...(send.body === undefined ? {} : { body: send.body }) },
  answer: { status: 200 },
  ...more,
});
const refused = (name: string, send: Sent, more: Partial<ParityCase> = {}): ParityCase => ({
  name: `bloomreach: ${name} is refused, and nothing goes up`,
  site: "bloomreach",
  send,
  vendor: null,
  answer: { status: 403, code: "key_not_allowed" },
  ...more,
});
const noRoute = (path: string): ParityCase => ({
  name: `bloomreach: ${path} is no route`,
  site: "bloomreach",
  send: { path: `/br${path}` },
  vendor: null,
  answer: { status: 404, code: "no_route" },
});

const calls: readonly ParityCase[] = [
  passes("commands go up as they are, as JSON under the label of text, and their results come back", bulk(FIRST_BULK), {
    received: {
      url: "/bulk",
      body: FIRST_BULK,
      headers: { "content-type": "text/plain;charset=UTF-8", authorization: null },
    },
    answer: { status: 200, body: ANSWERS, headers: { "cache-control": "no-store" } },
  }),
  passes("the beacon of a page that is left goes up as application/json", bulk(event("a1"), json), {
    received: { url: "/bulk", body: event("a1"), headers: json },
  }),
  {
    name: "bloomreach: a neighbour's page may send the beacon with its cookies",
    why: "a Blob of application/json is not simple: without the preflight's leave the browser drops it",
    site: "bloomreach",
    send: {
      method: "OPTIONS",
      path: "/br/bulk",
      headers: {
        origin: "https://app.shop.example",
        "sec-fetch-site": "same-site",
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
        "access-control-allow-headers":
          "accept, accept-language, content-type, referer, user-agent, traceparent, tracestate, baggage, b3, sentry-trace, newrelic, x-datadog-origin, x-datadog-parent-id, x-datadog-sampling-priority, x-datadog-trace-id",
      },
    },
  },
  ...[503, 400].map((status) =>
    passes(`a ${status} of the vendor's is the SDK's to deal with, and not asked for again`, bulk(event("a1")), {
      why: "no command has a key by which a second copy could be told",
      vendor: { status, headers: [["content-type", "application/json"]], body: '{"success":false}' },
      received: { times: 1 },
      answer: { status, body: '{"success":false}' },
    }),
  ),
  passes("what a page asks about its visitor", post("/managed-tags/show", '{"company_id":"PROJ","customer_ids":{}}')),
  passes("a campaign", post("/campaigns/banners/show", '{"company_id":"PROJ","banner_ids":["b1"],"params":{}}')),
  passes("a recommendation", post("/optimization/recommend/user", '{"company_id":"PROJ","customer_ids":{}}')),
  passes("a reward, which names nobody", post("/webxp/bandits/reward", '{"variant":1}')),
  passes("ids that belong together", post("/webxp/projects/PROJ/cookies/a1/link-ids", "{}")),
  passes("a project's bundle", { path: "/br/webxp/projects/PROJ/bundle?ii=1" }),
  passes("a visitor's segments", { path: "/br/webxp/projects/PROJ/segments?cookie=a1" }),
  passes("modifications by their older address", { path: "/br/webxp/data/modifications/x?y=1" }),
  passes(
    "the SDK, with its source map's address",
    { path: "/br/js/exponea.min.js", headers: { origin: "https://www.shop.example" } },
    {
      vendor: {
        headers: [
          ["content-type", "application/javascript"],
          ["cache-control", "public, max-age=300"],
          ["sourcemap", "exponea.min.js.map"],
          ["set-cookie", "xnpe_PROJ=c0ff"],
        ],
        body: "1",
      },
      answer: {
        status: 200,
        headers: { "access-control-allow-origin": "*", sourcemap: "exponea.min.js.map", vary: null },
      },
    },
  ),
  noRoute("/track/v2/projects/PROJ/customers"),
  noRoute("/webxp/projects/PROJ/other"),
  noRoute("/bulk/more"),
];

const keys: readonly ParityCase[] = [
  refused("another project's command", bulk(event("a1", "OTHER"))),
  refused(
    "another project's command beside one of ours",
    bulk(FIRST_BULK.replace('"company_id":"PROJ"', '"company_id":"OTHER"')),
  ),
  refused(
    "another project's command by the other name",
    bulk(FIRST_BULK.replace('"project_id":"PROJ"', '"project_id":"OTHER"')),
  ),
  refused("another project around our commands", bulk(FIRST_BULK.replace('"sdk":"js-client"', '"project_id":"OTHER"'))),
  refused("commands of no project", bulk('{"commands":[{"name":"system/time","data":{}}]}')),
  refused(
    "a token that is deeper than a command has it",
    bulk('{"commands":[{"name":"x","data":{"data":{"company_id":"PROJ"}}}]}'),
  ),
  refused(
    "another project's links beside the own token in the path",
    post("/webxp/projects/PROJ/cookies/c0ff/link-ids", '{"project_id":"OTHER"}'),
  ),
  refused("a question of another project", post("/managed-tags/show", '{"company_id":"OTHER","customer_ids":{}}')),
  refused("a campaign of another project", post("/campaigns/html/get", '{"html_id":"h","company_id":"OTHER"}')),
  ...["/campaigns/html/get", "/optimization/recommend/user", "/webxp/data/modifications/x"].flatMap((path) => [
    passes(`a question that names no project passes: ${path}`, post(path, '{"html_id":"h"}'), {
      why: "it is not known that they all do",
    }),
    refused(`one that names a foreign one: ${path}`, post(path, '{"project_id":"OTHER"}')),
    refused(`one of which nobody can say it: ${path}`, post(path, "html_id=h")),
  ]),
  refused("another project's bundle", { path: "/br/webxp/projects/OTHER/bundle" }),
  refused("another project's script", { path: "/br/webxp/script/OTHER/new/modifications.min.js" }),
  refused("a project on another site's domain", bulk(event("a1", "TOKEN-3")), { site: "tokens" }),
  passes("a project on its own domain", bulk(event("a1", "TOKEN-3"), { host: "www.shop.de" }), {
    site: "tokens",
  }),
];

/** A visitor's cookies, and of the server cookie whether it may go up beside a request. */
const personCase = (name: string, send: Sent, up: string | null, more: Partial<ParityCase> = {}): ParityCase =>
  passes(name, send, {
    received: up === null ? {} : { cookie: up },
    ...more,
  });

/** Asked by a page of the site's own, and without an effect on who is there. */
const campaign = (cookie: string): Sent =>
  post("/campaigns/banners/show", '{"company_id":"PROJ"}', { cookie, "sec-fetch-site": "same-origin" });

const persons: readonly ParityCase[] = [
  personCase(
    "a visitor who has lost what script can reach is told by the server cookie alone",
    bulk(FIRST_BULK, { cookie: "xnpe_PROJ=c0ff; session=s3cret" }),
    "xnpe_PROJ=c0ff",
    { why: "the vendor answers with the id of before" },
  ),
  personCase(
    "both cookies of one person go up, with the clock's",
    bulk(event("c0ff"), { cookie: "__exponea_etc__=c0ff; xnpe_PROJ=c0ff; __exponea_time2__=-0.01; a=b" }),
    "__exponea_etc__=c0ff; xnpe_PROJ=c0ff; __exponea_time2__=-0.01",
  ),
  ...(
    [
      ["in a command", bulk(event("n3w"))],
      [
        "in one of several commands",
        bulk(`{"commands":[${[event("c0ff"), event("n3w")].map((each) => each.slice(13, -2)).join()}]}`),
      ],
      ["under a name in another case", bulk(event("n3w").replace('"cookie"', '"Cookie"'))],
      ["as what is no string", bulk(event("c0ff").replace('"c0ff"', "null"))],
      ["at the top of a question", post("/campaigns/banners/show", '{"company_id":"PROJ","cookie":"n3w"}')],
      ["in a path", post("/webxp/projects/PROJ/cookies/n3w/link-ids", "{}")],
    ] as const
  ).map(([where, send]) =>
    personCase(
      `a server cookie of somebody else than is named ${where} stays here`,
      { ...send, headers: { ...send.headers, cookie: "xnpe_PROJ=c0ff" } },
      null,
      {
        why: "anonymize() names a new person; beside the old one's cookie the vendor was seen to bring the old one back",
      },
    ),
  ),
  ...(["n3w", "new"] as const).map((person) =>
    personCase(
      `the script for "${person}" is asked for ${person === "new" ? "by the server cookie" : "without another's"}`,
      {
        path: `/br/webxp/script/PROJ/${person}/modifications.min.js?timeout=4000ms`,
        headers: { cookie: "xnpe_PROJ=c0ff", "sec-fetch-site": "same-origin" },
      },
      person === "new" ? "xnpe_PROJ=c0ff" : null,
      { vendor: { headers: [["content-type", "text/javascript"]], body: "1" } },
    ),
  ),
  personCase(
    "a server cookie of somebody else than the browser cookie stays here",
    campaign("xnpe_PROJ=c0ff; __exponea_etc__=n3w"),
    "__exponea_etc__=n3w",
  ),
  personCase(
    "of two browser cookies of one name each has to agree",
    campaign("__exponea_etc__=c0ff; __exponea_etc__=n3w; xnpe_PROJ=c0ff"),
    "__exponea_etc__=c0ff",
  ),
  personCase(
    "commands go up without cookies where their header is too long to read",
    bulk(event("c0ff"), { cookie: `xnpe_PROJ=c0ff; __exponea_etc__=c0ff; a=${"a".repeat(512)}` }),
    null,
    { site: "bloomreachSmall", why: "431 would lose them: the SDK drops what is answered so" },
  ),
  personCase("after a log-out the server cookie stays here", campaign("xnpe_PROJ=c0ff; fp_reset_bloomreach=1"), null),
  ...(
    [
      ["TOKEN-1's domain", "www.shop.example", "xnpe_TOKEN-1=c0ff"],
      ["TOKEN-3's domain", "www.shop.de", "xnpe_TOKEN-3=c0ff"],
    ] as const
  ).map(([where, host, cookie]) =>
    personCase(
      `on ${where} no other project's cookie goes either way`,
      bulk(event(undefined, cookie.slice(5, 12)), { host, cookie: "xnpe_TOKEN-1=c0ff; xnpe_TOKEN-3=c0ff" }),
      cookie,
      {
        site: "tokens",
        vendor: {
          ...ok,
          headers: [
            ["set-cookie", "xnpe_TOKEN-1=c0ff; Domain=exponea.com; SameSite=None; Secure"],
            ["set-cookie", "xnpe_TOKEN-3=c0ff; Domain=exponea.com; SameSite=None; Secure"],
          ],
        },
        answer: { status: 200, setCookies: [`${cookie}; Path=/; SameSite=Lax; Secure; Domain=${host.slice(4)}`] },
      },
    ),
  ),
];

const VENDORS = "; Path=/; SameSite=Lax; Secure; Domain=shop.example";
const theirs = (value: string): VendorReply => ({
  ...ok,
  headers: [["set-cookie", `xnpe_PROJ=${value}; Domain=exponea.com; SameSite=None; Secure`]],
});
const sameOrigin = (cookie: string) => ({ cookie, "sec-fetch-site": "same-origin" });

/** Whose server cookie is kept where the vendor writes one. */
const twinsDown: readonly ParityCase[] = [
  personCase(
    "the vendor's server cookie of somebody else than the request carries stays behind, and the twin is made here",
    bulk(event("n"), sameOrigin("__exponea_etc__=n; xnpe_PROJ=o")),
    "__exponea_etc__=n",
    {
      why: "the vendor may go by an address or a cookie of its own; the next loss would bring that person back",
      vendor: theirs("o"),
      answer: { status: 200, setCookies: [twin("xnpe_PROJ", "n")] },
    },
  ),
  personCase(
    "nor is a twin that is right made another's",
    bulk(event("n"), sameOrigin("__exponea_etc__=n; xnpe_PROJ=n")),
    "__exponea_etc__=n; xnpe_PROJ=n",
    { vendor: theirs("o") },
  ),
  personCase(
    "also where a route does nothing to the identity",
    post("/campaigns/banners/show", '{"company_id":"PROJ"}', sameOrigin("__exponea_etc__=n; xnpe_PROJ=o")),
    "__exponea_etc__=n",
    { vendor: theirs("o") },
  ),
  personCase(
    "a visitor of one page has his twin by what the page asks first",
    post("/managed-tags/show", '{"company_id":"PROJ"}', sameOrigin("__exponea_etc__=n")),
    "__exponea_etc__=n",
    {
      why: "his first commands came without a cookie, and there may be no second ones",
      answer: { status: 200, setCookies: [twin("xnpe_PROJ", "n")] },
    },
  ),
  personCase(
    "the vendor's server cookie of who is there comes back as the vendor has it",
    bulk(event("n"), sameOrigin("__exponea_etc__=n")),
    "__exponea_etc__=n",
    { vendor: theirs("n"), answer: { status: 200, setCookies: [`xnpe_PROJ=n${VENDORS}`] } },
  ),
  personCase(
    "the vendor's server cookie of somebody else than the command names stays behind",
    bulk(event("n"), sameOrigin("a=b")),
    null,
    {
      vendor: theirs("o"),
    },
  ),
  personCase(
    "the vendor's server cookie stays behind where nobody has read who is there",
    bulk(event(undefined), sameOrigin(`__exponea_etc__=n; a=${"a".repeat(512)}`)),
    null,
    { site: "bloomreachSmall", vendor: theirs("o") },
  ),
  personCase("where nobody is there it says who comes", bulk(event(undefined), sameOrigin("a=b")), null, {
    vendor: theirs("n"),
    answer: { status: 200, setCookies: [`xnpe_PROJ=n${VENDORS}`] },
  }),
];

const restored = (host: string, more: Partial<ParityCase>): ParityCase => ({
  name: `bloomreach: on ${host} a lost cookie comes back as its SDK would write it`,
  why: "the SDK knows no public suffixes; a second variant would outlive anonymize(), and bring the old person back",
  site: "bloomreach",
  send: { path: "/br/restore.js", headers: { host, cookie: "xnpe_PROJ=c0ff", "sec-fetch-site": "same-origin" } },
  vendor: null,
  answer: { status: 200 },
  ...more,
});
/** What changes the page, asked for by a page of the site's own. */
const script = (person: string, cookie: string, host = "www.shop.example"): Sent => ({
  path: `/br/webxp/script/PROJ/${person}/modifications.min.js`,
  headers: { host, cookie, "sec-fetch-site": "same-origin" },
});
const asScript = (...headers: NonNullable<VendorReply["headers"]>): VendorReply => ({
  headers: [["content-type", "text/javascript"], ...headers],
  body: "1",
});
const KEPT = "; Path=/; Max-Age=34560000; SameSite=Lax; Secure";
const etc = (domain?: string) => `__exponea_etc__=c0ff${KEPT}${domain === undefined ? "" : `; Domain=${domain}`}`;

/** Whose cookie comes back, with which Domain, and which one goes where there are two. */
const domains: readonly ParityCase[] = [
  restored("www.shop.example", { answer: { status: 200, setCookies: [etc(), twin("xnpe_PROJ", "c0ff")] } }),
  restored("www.shop.de", {
    answer: { status: 200, setCookies: [etc("shop.de"), twin("xnpe_PROJ", "c0ff", "shop.de")] },
  }),
  restored("www.ab.de", {
    answer: { status: 200, setCookies: [etc("www.ab.de"), twin("xnpe_PROJ", "c0ff", "ab.de")] },
  }),
  restored("www.team.acme.com", {
    name: "bloomreach: a cookie is not brought back on a domain above the site's, wherever its SDK writes it",
    answer: { status: 200, setCookies: [twin("xnpe_PROJ", "c0ff", "team.acme.com")] },
  }),
  restored("shop.vercel.app", {
    name: "bloomreach: nor above the host where no cookieDomain covers it",
    answer: { status: 200, setCookies: [`xnpe_PROJ=c0ff${KEPT}; HttpOnly`] },
  }),
  restored("www.shop.de", {
    name: "bloomreach: with crossSubdomain: false a lost cookie comes back for the host alone",
    site: "bloomreachHostOnly",
    answer: { status: 200, setCookies: [etc(), `xnpe_PROJ=c0ff${KEPT}; HttpOnly`] },
  }),
  ...["new", "n3w"].map((person) =>
    passes(`the script for "${person}" brings nobody back`, script(person, "xnpe_PROJ=c0ff"), {
      why: "the SDK does not wait for it: an answer that is late would bring the old person back over one who was made anonymous since",
      vendor: asScript(["cache-control", "public, max-age=300"]),
      received: person === "new" ? { cookie: "xnpe_PROJ=c0ff" } : {},
      answer: { status: 200, headers: { "cache-control": "private, no-cache", vary: "Cookie, Origin" } },
    }),
  ),
  passes("the script makes the twin of who is there", script("c0ff", "__exponea_etc__=c0ff"), {
    vendor: asScript(),
    received: { cookie: "__exponea_etc__=c0ff" },
    answer: { status: 200, setCookies: [twin("xnpe_PROJ", "c0ff")] },
  }),
  restored("www.ab.de", {
    name: "bloomreach: of two cookies of one name those go that its SDK does not write",
    send: script("c0ff", "__exponea_etc__=c0ff; __exponea_etc__=o1d", "www.ab.de"),
    vendor: asScript(),
    received: { cookie: "__exponea_etc__=c0ff" },
    answer: {
      status: 200,
      setCookies: [twin("xnpe_PROJ", "c0ff", "ab.de"), ...gone("__exponea_etc__", "ab.de")],
    },
  }),
  restored("www.ab.de", {
    name: "bloomreach: what is forgotten is forgotten where its SDK writes it, too",
    send: {
      method: "POST",
      path: "/br/consent/withdraw",
      headers: { host: "www.ab.de", "sec-fetch-site": "same-origin" },
    },
    answer: {
      status: 200,
      setCookies: [
        ...["__exponea_etc__", "xnpe_PROJ", "__exponea_time2__"].flatMap((name) => gone(name, "ab.de")),
        ...gone("__exponea_etc__", "www.ab.de").slice(1),
        twin("fp_withdrawn", "1", "ab.de"),
      ],
    },
  }),
];

/** Bloomreach's SDK is not on npm: what it was seen sending is the measure. */
export const bloomreachCases: readonly ParityCase[] = [...calls, ...keys, ...persons, ...twinsDown, ...domains];
