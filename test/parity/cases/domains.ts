import type { ParityCase } from "../case.ts";
import { browserCookie, twin } from "./expected-cookies.ts";

const restored = "htjs_user_id_srvr=u";
const at = (host: string | null, cookie = restored) => ({
  method: "POST",
  path: "/ht/renew",
  headers: { host, cookie },
});
const KEEP = "; Path=/; Max-Age=34560000; SameSite=Lax";

export const ROUTED_BEFORE =
  "the platform finds the function by its Host; with one that is none, a request is not for any";
const REFUSED_BEFORE = "Hono's server for Node refuses it itself, with an empty answer";
const NOT_FOUND = "Hono finds no route in such a URL, and says 404 itself";
const PARSED_BEFORE = "the platform's URL parser refuses it with an answer of its own";
/** nginx, Caddy and Apache each refuse what they do not take for a host. */
const refusedBy = (...servers: readonly ("nginx" | "caddy" | "apache")[]): NonNullable<ParityCase["gaps"]> =>
  Object.fromEntries(
    servers.map((server) => [
      `node behind ${server}`,
      { why: "the web server refuses it itself, with a page of its own", instead: { answer: { status: 400 } } },
    ]),
  );
/** Who answers by itself where a URL with that host cannot be read, or is read as another. */
const GAPS: Readonly<Record<string, ParityCase["gaps"]>> = {
  "..": refusedBy("nginx", "apache"),
  "a..b": refusedBy("nginx", "apache"),
  "shop.example:123456": { hono: REFUSED_BEFORE, "parses the Host": PARSED_BEFORE, ...refusedBy("apache") },
  "a b": {
    hono: REFUSED_BEFORE,
    "hono-bun": NOT_FOUND,
    "parses the Host": PARSED_BEFORE,
    ...refusedBy("nginx", "caddy", "apache"),
  },
  "a.com/../x": { hono: REFUSED_BEFORE, "hono-bun": NOT_FOUND, ...refusedBy("nginx", "caddy", "apache") },
  "user@shop.example": {
    hono: REFUSED_BEFORE,
    "hono-bun": NOT_FOUND,
    "netlify server": PARSED_BEFORE,
    "netlify lambda": PARSED_BEFORE,
    ...refusedBy("caddy", "apache"),
  },
  "shop.example:port": { hono: REFUSED_BEFORE, "parses the Host": PARSED_BEFORE, ...refusedBy("apache") },
  "a.com,b.com": refusedBy("apache"),
  "<script>": {
    hono: REFUSED_BEFORE,
    "hono-bun": NOT_FOUND,
    "parses the Host": PARSED_BEFORE,
    ...refusedBy("caddy", "apache"),
  },
};

export const domainCases: readonly ParityCase[] = [
  ...["shop.example", "WWW.Shop.Example", "a.b.shop.example:8443"].map((host): ParityCase => ({
    name: `Domain is the configured entry that covers the host (${host})`,
    send: at(host),
    vendor: null,
    answer: { status: 200, setCookies: [browserCookie("htjs_user_id", "u"), twin("htjs_user_id_srvr", "u")] },
  })),
  {
    name: "each configured domain has its own",
    send: at("www.shop.de"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [browserCookie("htjs_user_id", "u", "shop.de"), twin("htjs_user_id_srvr", "u", "shop.de")],
    },
  },
  ...["notshop.example", "shop.example.evil.example", "shop-git-main.vercel.app"].map((host): ParityCase => ({
    name: `on a host outside the configured domains twins are host-only and a restored cookie names the host (${host})`,
    why: "SDKs write Domain=<host> there; another variant would make two cookies of one name",
    send: at(host),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [`htjs_user_id=u${KEEP}; Secure; Domain=${host}`, `htjs_user_id_srvr=u${KEEP}; Secure; HttpOnly`],
    },
  })),
  ...["203.0.113.9", "[2001:db8::1]:8080", "intranet"].map((host): ParityCase => ({
    name: `an address or a bare name gets host-only cookies (${host})`,
    send: at(host),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [`htjs_user_id=u${KEEP}; Secure`, `htjs_user_id_srvr=u${KEEP}; Secure; HttpOnly`],
    },
  })),
  ...["localhost:8787", "127.0.0.1:8787", "[::1]:8787"].map((host): ParityCase => ({
    name: `plain http on this machine goes without Secure (${host})`,
    send: at(host),
    vendor: null,
    answer: { status: 200, setCookies: [`htjs_user_id=u${KEEP}`, `htjs_user_id_srvr=u${KEEP}; HttpOnly`] },
  })),
  {
    name: "a sub-domain of localhost goes without Secure and restores with its own name as Domain",
    send: at("shop.localhost:8787"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [`htjs_user_id=u${KEEP}; Domain=shop.localhost`, `htjs_user_id_srvr=u${KEEP}; HttpOnly`],
    },
  },
  {
    name: "localhost.evil.example is not this machine",
    send: at("localhost.evil.example"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        `htjs_user_id=u${KEEP}; Secure; Domain=localhost.evil.example`,
        `htjs_user_id_srvr=u${KEEP}; Secure; HttpOnly`,
      ],
    },
  },
  {
    name: "with no cookieDomains on purpose, a doubled twin is not taken for a stray and lives maxAgeDays",
    site: "hostOnly",
    send: at("www.shop.example", "htjs_user_id_srvr=u; htjs_user_id_srvr=v"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        "htjs_user_id=u; Path=/; Max-Age=2592000; SameSite=Lax; Secure; Domain=www.shop.example",
        "htjs_user_id_srvr=u; Path=/; Max-Age=2592000; SameSite=Lax; Secure; HttpOnly",
      ],
    },
  },
  {
    name: "limits.groupBytes is the budget of a group",
    site: "hostOnly",
    send: at("www.shop.example", `htjs_user_id=${"u".repeat(60)}`),
    vendor: null,
    answer: { status: 200 },
  },
  {
    name: "publicHost decides Domain, whatever Host says",
    site: "publicHost",
    send: at("internal-1234.lambda-url.example"),
    vendor: null,
    answer: {
      status: 200,
      setCookies: [browserCookie("htjs_user_id", "u", "shop.de"), twin("htjs_user_id_srvr", "u", "shop.de")],
    },
  },
  {
    name: "a Domain, a name or a value that the caller asks for is not given",
    why: "servers that obey the query (Jitsu) or the body (RudderStack) set any cookie for anybody",
    send: {
      ...at("www.shop.example"),
      path: "/ht/renew?domain=shop.de&cookieDomain=shop.de&htjs_user_id=planted",
      headers: { cookie: restored, "content-type": "application/json" },
      body: '{"reqType":"setCookies","data":{"options":{"domain":".shop.de","maxAge":9},"cookies":[{"name":"session","value":"planted"}]}}',
    },
    vendor: null,
    answer: { status: 200, setCookies: [browserCookie("htjs_user_id", "u"), twin("htjs_user_id_srvr", "u")] },
  },
  {
    name: "forwarding headers decide nothing",
    send: {
      ...at("www.shop.example"),
      headers: {
        cookie: restored,
        "x-forwarded-host": "www.shop.de",
        forwarded: "host=www.shop.de;proto=http",
        "x-forwarded-proto": "http",
        "x-original-host": "www.shop.de",
      },
    },
    vendor: null,
    answer: { status: 200, setCookies: [browserCookie("htjs_user_id", "u"), twin("htjs_user_id_srvr", "u")] },
  },
  ...[
    "..",
    "a..b",
    ".com",
    "-",
    "shop.example:123456",
    "a b",
    "a.com/../x",
    "user@shop.example",
    "shop.example:port",
    "a.com,b.com",
    "<script>",
  ].map((host): ParityCase => ({
    name: `a Host that is no host is refused (${host})`,
    send: at(host),
    vendor: null,
    answer: { status: 400, code: "bad_host", headers: { "cache-control": "no-store" } },
    gaps: { "routes by Host": ROUTED_BEFORE, ...GAPS[host] },
  })),
];
