import type { Headers, ParityCase } from "../case.ts";
import { browserCookie, twin } from "./expected-cookies.ts";
import { REWRITTEN } from "./http.ts";
import { MERGED_BEFORE } from "./paths.ts";

const cookie = "htjs_user_id=u";
const call = (headers: Headers, path = "/ht/renew") => ({ method: "POST", path, headers: { cookie, ...headers } });
const done = { status: 200, setCookies: [twin("htjs_user_id_srvr", "u")] } as const;
const forbidden = { status: 403, code: "forbidden", headers: { "access-control-allow-origin": null } } as const;
const EVIL = "https://evil.example";
const EVENT = '{"messageId":"1"}';
const ok = { body: "{}" };

/** What servers and frameworks take a host from that the client wrote. */
const CONFUSED_HOST: Headers = {
  "x-forwarded-host": "evil.example",
  forwarded: 'for=1.2.3.4;host="evil.example";proto=http',
  "x-forwarded-server": "evil.example",
  "x-forwarded-proto": "http",
  "x-forwarded-scheme": "http",
  "x-forwarded-port": "1",
  "x-original-host": "evil.example",
  "x-host": "evil.example",
  "x-http-host-override": "evil.example",
  "x-real-host": "evil.example",
  "cf-visitor": '{"scheme":"http"}',
  "front-end-https": "off",
};

/** What servers and frameworks take a path from, or a method. */
const OTHER_PATH = (path: string): Headers => ({
  "x-original-url": path,
  "x-original-uri": path,
  "x-rewrite-url": path,
  "x-override-url": path,
  "x-forwarded-prefix": path,
  "x-forwarded-path": path,
  "x-forwarded-uri": path,
  "x-envoy-original-path": path,
  "x-matched-path": path,
  "x-invoke-path": path,
  "x-middleware-rewrite": path,
  "x-now-route-matches": `1=${encodeURIComponent(path)}`,
  "x-vercel-original-path": path,
  "x-nf-original-path": path,
  "x-amz-original-path": path,
});
const OTHER_METHOD = (method: string): Headers => ({
  "x-http-method-override": method,
  "x-http-method": method,
  "x-method-override": method,
});

/** Rules that hold although somebody means ill; what needs its own bytes on the wire is in test/attacks. */
/** The client loses what is his own; where he is stays. */
const TAKEN_AWAY = {
  why: "a proxy takes away what Connection names (RFC 9110 7.6.1), but writes X-Forwarded-For after that",
  instead: { received: { headers: { "content-type": null, authorization: null, "x-forwarded-for": "127.0.0.2" } } },
};

export const attackCases: readonly ParityCase[] = [
  ...[
    "https://www.shop.example, https://evil.example",
    "https://www.shop.example https://evil.example",
    "HTTPS://WWW.SHOP.EXAMPLE",
    "https://www.shop.example.",
    "https://www.shop.example/",
    "https://www.shop.example@evil.example",
    "https://evil.example#.shop.example",
    "https://evil.example?.shop.example",
    "https://evil.example\\.shop.example",
    "https://www.shop.example:443x",
    "//www.shop.example",
    "www.shop.example",
    "javascript://www.shop.example",
    "https://.shop.example",
  ].map((origin): ParityCase => ({
    name: `an Origin that no browser sends from the site is a stranger's (${origin})`,
    why: "OWASP's list of Origin checks that were got around; Safari before 16.4 is judged by it alone",
    send: call({ origin }),
    vendor: null,
    answer: forbidden,
  })),
  ...["Same-Origin", "SAME-SITE", "same-origin;x", "cross-site, same-origin", "?1"].map((site): ParityCase => ({
    name: `a Sec-Fetch-Site in another writing counts as none of the four (${site})`,
    send: call({ "sec-fetch-site": site, origin: "https://www.shop.example" }),
    vendor: null,
    answer: { status: 403, code: "forbidden" },
  })),
  ...["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"].flatMap((type) =>
    ["/ht/renew", "/ht/clear", "/ht/consent/withdraw", "/ht/consent/grant"].map((path): ParityCase => ({
      name: `a form of another site changes nothing: ${path} with ${type}`,
      why: "P15: a cross-site form is a top-level navigation, and its Lax Set-Cookie would be taken",
      send: {
        ...call(
          { "content-type": type, origin: EVIL, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
          path,
        ),
        body: "--x--",
      },
      vendor: null,
      answer: forbidden,
    })),
  ),
  {
    name: "a sandboxed form of an older browser changes nothing",
    why: "its Origin is null, and so is that of every sandbox",
    send: { ...call({ "content-type": "text/plain", origin: "null" }, "/ht/clear"), body: "x" },
    vendor: null,
    answer: forbidden,
  },
  ...["GET", "HEAD"].flatMap((method) =>
    ["/ht/renew", "/ht/clear", "/ht/consent/withdraw"].map((path): ParityCase => ({
      name: `${method} of ${path} stays one, whatever method a header or the query names`,
      why: "a link or an image of any site would be a call",
      send: {
        method,
        path: `${path}?_method=POST`,
        headers: { cookie, "sec-fetch-site": "same-origin", ...OTHER_METHOD("POST") },
      },
      vendor: null,
      answer: { status: 405, headers: { allow: "POST, OPTIONS" } },
    })),
  ),
  {
    name: "a POST stays one, whatever method its headers or its body name",
    send: {
      ...call({ "content-type": "application/x-www-form-urlencoded", ...OTHER_METHOD("OPTIONS") }),
      body: "_method=DELETE",
    },
    vendor: null,
    answer: done,
  },
  {
    name: "a preflight grants what the route takes, and echoes nothing of what was asked",
    why: "P38: what reflects is a key for every lock",
    send: {
      method: "OPTIONS",
      path: "/ht/renew",
      headers: {
        origin: "https://partner.example.org",
        "access-control-request-method": "DELETE",
        "access-control-request-headers": "x-evil, cookie, authorization",
        "access-control-request-private-network": "true",
      },
    },
    vendor: null,
    answer: {
      status: 204,
      headers: {
        "access-control-allow-methods": "POST",
        "access-control-allow-headers":
          "accept, content-type, traceparent, tracestate, baggage, b3, sentry-trace, newrelic, x-datadog-origin, x-datadog-parent-id, x-datadog-sampling-priority, x-datadog-trace-id",
        "access-control-allow-private-network": null,
      },
    },
  },
  ...["null", EVIL, "https://partner.example.org.evil.example"].map((origin): ParityCase => ({
    name: `a preflight of a stranger is granted nothing, on no route (${origin})`,
    send: {
      method: "OPTIONS",
      path: "/ht/v1/track",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    },
    vendor: null,
    answer: {
      status: 204,
      headers: {
        "access-control-allow-origin": null,
        "access-control-allow-credentials": null,
        "access-control-allow-methods": null,
        "access-control-allow-headers": null,
      },
    },
  })),
  {
    name: "no header but Host names the host: Domain and Secure stay",
    why: "srvx b1e440c; P2, P3",
    send: call(CONFUSED_HOST),
    vendor: null,
    answer: done,
  },
  {
    name: "no header but Host decides who is a neighbour",
    why: "a page of evil.example would be same-site with itself",
    send: call({ ...CONFUSED_HOST, origin: EVIL }),
    vendor: null,
    answer: forbidden,
  },
  {
    name: "publicHost is the neighbourhood, whatever else is said",
    site: "publicHost",
    send: call({ ...CONFUSED_HOST, origin: EVIL }),
    vendor: null,
    answer: forbidden,
  },
  {
    name: "no header names another path: renew stays renew",
    why: "Drupal's SA-CORE-2018-003 was X-Original-URL",
    send: call(OTHER_PATH("/ht/v1/track"), "/ht/renew"),
    vendor: null,
    answer: done,
  },
  {
    name: "no header names another path: an event stays where it was sent",
    send: {
      method: "POST",
      path: "/ht/v1/track",
      headers: { "content-type": "application/json", ...OTHER_PATH("/ht/clear") },
      body: EVENT,
    },
    vendor: ok,
    received: { url: "/v1/track", headers: { "x-original-url": null, "x-matched-path": null } },
    answer: { status: 200 },
  },
  {
    name: "no header names another path: what has no route has none",
    send: call(OTHER_PATH("/ht/renew"), "/ht/nothing"),
    vendor: null,
    answer: { status: 404, code: "no_route" },
  },
  {
    name: "a cookie that smuggles attributes loses them: they are cookies of that name, and not ours",
    why: "P1",
    send: call({ cookie: "htjs_user_id=u; Domain=evil.example; Path=/x; Max-Age=1; SameSite=None; HttpOnly" }),
    vendor: null,
    answer: done,
  },
  ...["u%0d%0aSet-Cookie:%20a=b", "u%00", "u%2c%20a=b"].map((value): ParityCase => ({
    name: `an encoded attack in a value is written back as it is (${value})`,
    why: "P1: values that were decoded first become attributes",
    send: call({ cookie: `htjs_user_id=${value}` }),
    vendor: null,
    answer: { status: 200, setCookies: [twin("htjs_user_id_srvr", value)] },
  })),
  ...['u"; Domain=evil.example', "u\tDomain=evil.example", "u, a=b", "u\\; Domain=evil.example"].map(
    (value): ParityCase => ({
      name: `a twin that is no cookie-octets is never restored (${JSON.stringify(value)})`,
      why: "P1: what a twin holds is written to a script cookie",
      send: call({ cookie: `htjs_user_id_srvr=${value}` }),
      vendor: null,
      answer: { status: 200 },
    }),
  ),
  {
    name: "a twin of 5,000 octets is never restored",
    why: "a browser would drop it, and its host-only neighbour would stay",
    send: call({ cookie: `htjs_user_id_srvr=${"u".repeat(5_000)}` }),
    vendor: null,
    answer: { status: 200 },
  },
  {
    name: "cookies named like an object's own parts are cookies",
    why: "P34: Object.prototype in a map of names",
    send: call({ cookie: "__proto__=1; constructor=2; hasOwnProperty=3; toString=4; htjs_user_id=u; as___proto__=x" }),
    vendor: null,
    answer: done,
  },
  {
    name: "a name with * may be one of an object's own parts",
    why: "P34",
    send: call({ cookie: "as___proto__=x; as_constructor=y" }, "/acme/renew"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("as___proto___srvr", "x"), twin("as_constructor_srvr", "y")] },
  },
  {
    name: "a query named like an object's own parts goes up as sent",
    why: "P34",
    send: { method: "POST", path: "/ht/v1/track?__proto__=1&constructor=2&hasOwnProperty=3", body: EVENT },
    vendor: ok,
    received: { url: "/v1/track?__proto__=1&constructor=2&hasOwnProperty=3" },
    answer: { status: 200 },
    gaps: { next: REWRITTEN },
  },
  ...["/ht/browser/..;/v1/track", "/ht/v1/..;x=y/secret", "/ht/v1/.;/track"].map((path): ParityCase => ({
    name: `a dot segment with a parameter is refused (${path})`,
    why: "P31: Tomcat and Jetty take ..; for .., and so would a vendor behind one of them",
    send: { method: path.includes("browser") ? "GET" : "POST", path },
    vendor: null,
    answer: { status: 400, code: "bad_path" },
  })),
  ...["/ht/v1/http://169.254.169.254/x", "/ht/browser///evil.example/x.js", "/ht/v1/https:%2f%2fevil.example"].map(
    (path): ParityCase => ({
      name: `a URL inside the path is asked of nobody (${path})`,
      why: "P33: an open proxy, and the operator's own network behind it",
      send: { method: path.includes("browser") ? "GET" : "POST", path },
      vendor: null,
      answer: { status: 400 },
      gaps: path.includes("//") ? { next: MERGED_BEFORE } : {},
    }),
  ),
  ...["/ht/v1/@evil.example", "/ht/v1/:80@evil.example", "/ht/v1/.evil.example"].map((path): ParityCase => ({
    name: `an authority inside the path is the vendor's path (${path})`,
    why: "P33: base URL and path, put together without a slash, are another host",
    send: { method: "POST", path, headers: { "content-type": "application/json" }, body: EVENT },
    vendor: ok,
    received: { url: path.slice(3) },
    answer: { status: 200 },
  })),
  {
    name: "a query that names a URL is asked of nobody but the vendor",
    why: "P33",
    send: {
      method: "POST",
      path: "/ht/v1/track?url=http%3A%2F%2F169.254.169.254%2F&host=evil.example&target=evil.example",
      body: EVENT,
    },
    vendor: ok,
    received: { url: "/v1/track?url=http%3A%2F%2F169.254.169.254%2F&host=evil.example&target=evil.example" },
    answer: { status: 200 },
  },
  {
    name: "headers of a hop, and of a proxy, stay at home",
    why: "P24",
    send: {
      method: "POST",
      path: "/ht/v1/track",
      headers: {
        "content-type": "application/json",
        "proxy-authorization": "Basic czNjcmV0",
        "proxy-connection": "keep-alive",
        te: "trailers",
        "x-http-method-override": "DELETE",
        via: "1.1 s3cret",
        "max-forwards": "1",
        origin: "https://www.shop.example",
        referer: "https://www.shop.example/s3cret",
      },
      body: EVENT,
    },
    vendor: ok,
    received: {
      headers: {
        "proxy-authorization": null,
        "proxy-connection": null,
        te: null,
        "x-http-method-override": null,
        via: null,
        "max-forwards": null,
        origin: null,
        referer: null,
      },
    },
    answer: { status: 200 },
  },
  {
    name: "a client's Connection does not take away what goes up",
    why: "P24, hono 9ae98c94: by naming X-Forwarded-For a client would hide where it is",
    send: {
      method: "POST",
      path: "/ht/v1/track",
      headers: {
        connection: "x-forwarded-for, authorization, content-type",
        "content-type": "application/json",
        authorization: "Basic a2V5Og==",
      },
      clientIp: "127.0.0.2",
      body: EVENT,
    },
    vendor: ok,
    received: {
      headers: {
        "content-type": "application/json",
        authorization: "Basic a2V5Og==",
        "x-forwarded-for": "127.0.0.2",
      },
    },
    answer: { status: 200 },
    gaps: {
      "hides the connection": "Next tells a handler of no connection",
      "node behind caddy": TAKEN_AWAY,
      "node behind apache": TAKEN_AWAY,
    },
  },
  {
    name: "the vendor's headers of a hop stay behind, and what its Connection names",
    why: "P24",
    send: { method: "POST", path: "/acme/bulk", headers: { "content-type": "text/plain" }, body: "{}" },
    vendor: {
      headers: [
        ["connection", "close, x-private"],
        ["x-private", "1"],
        ["proxy-authenticate", "Basic"],
        ["proxy-authentication-info", "x"],
        ["refresh", "0; url=https://evil.example/"],
        ["link", "<https://evil.example/x>; rel=preload"],
        ["content-security-policy", "default-src *"],
        ["x-frame-options", "ALLOWALL"],
        ["permissions-policy", "camera=*"],
        ["origin-agent-cluster", "?0"],
        ["cross-origin-opener-policy", "unsafe-none"],
        ["timing-allow-origin", "*"],
        ["server-timing", "x"],
        ["x-accel-redirect", "/etc/passwd"],
        ["x-sendfile", "/etc/passwd"],
        ["surrogate-control", "max-age=1"],
        ["cdn-cache-control", "max-age=1"],
      ],
      body: "{}",
    },
    answer: {
      status: 200,
      headers: {
        "x-private": null,
        "proxy-authenticate": null,
        "proxy-authentication-info": null,
        refresh: null,
        link: null,
        "content-security-policy": null,
        "x-frame-options": null,
        "permissions-policy": null,
        "origin-agent-cluster": null,
        "cross-origin-opener-policy": null,
        "timing-allow-origin": null,
        "server-timing": null,
        "x-accel-redirect": null,
        "x-sendfile": null,
        "surrogate-control": null,
        "cdn-cache-control": null,
      },
    },
  },
  {
    name: "a restored identity is the site's, although a caller claims another host for it",
    why: "P2, fixation: a sibling must not choose for whom the cookie is",
    send: call({ ...CONFUSED_HOST, cookie: "htjs_user_id_srvr=u" }, "/ht/renew?host=evil.example"),
    vendor: null,
    answer: { status: 200, setCookies: [browserCookie("htjs_user_id", "u"), twin("htjs_user_id_srvr", "u")] },
  },
];
