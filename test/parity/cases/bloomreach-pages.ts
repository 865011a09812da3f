import type { ParityCase, Sent } from "../case.ts";
import { typedInFront } from "./typed-in-front.ts";
import { gone, twin } from "./expected-cookies.ts";

const WORKER = 'importScripts("/br/js/service-worker.min.js");\n';
const workerHeaders = {
  "content-type": "text/javascript; charset=utf-8",
  "cache-control": "no-cache",
  "service-worker-allowed": "/",
  "x-content-type-options": "nosniff",
};
const worker = {
  path: "/br/service-worker.js",
  headers: { "service-worker": "script", "sec-fetch-dest": "serviceworker" },
};

/** A navigation, as from the address bar or another site. */
const navigation = (path: string, site = "none"): Sent => ({
  path,
  headers: { accept: "text/html", "sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
});
const html = { headers: [["content-type", "text/html; charset=utf-8"]], body: "<!doctype html><p>Editor" } as const;

const workers: readonly ParityCase[] = [
  {
    name: "bloomreach: the service worker is for the whole site, and imports the vendor's script from here",
    why: "without Service-Worker-Allowed its scope would be /br/",
    site: "bloomreach",
    send: worker,
    vendor: null,
    answer: { status: 200, headers: workerHeaders, body: WORKER },
  },
  {
    name: "bloomreach: HEAD tells of the service worker without it",
    site: "bloomreach",
    send: { ...worker, method: "HEAD" },
    vendor: null,
    answer: { status: 200, headers: workerHeaders, body: "" },
  },
  {
    name: "bloomreach: a service worker is not posted to",
    site: "bloomreach",
    send: { ...worker, method: "POST", body: "" },
    vendor: null,
    answer: { status: 405, headers: { allow: "GET, HEAD, OPTIONS" } },
  },
  {
    name: "bloomreach: a denied visitor has the service worker all the same",
    why: "it is code, names nobody, and an error would only keep the one that he has",
    site: "bloomreachConsent",
    send: { ...worker, headers: { ...worker.headers, cookie: "cc=no" } },
    vendor: null,
    answer: { status: 200, headers: workerHeaders, body: WORKER },
  },
  {
    name: "bloomreach: switched off, the service worker is an empty one",
    why: "browsers that got an error would go on with the vendor's code; without a worker at all they would lose the visitor's subscription",
    site: "bloomreachOff",
    send: worker,
    vendor: null,
    answer: { status: 200, headers: workerHeaders, body: "/* firstparty: this vendor is switched off */\n" },
  },
  {
    name: "bloomreach: the imported script comes from the vendor, as a script",
    site: "bloomreach",
    send: { path: "/br/js/service-worker.min.js" },
    vendor: { headers: [["content-type", "application/octet-stream"]], body: "1" },
    received: { url: "/js/service-worker.min.js" },
    answer: { status: 200, headers: { "content-type": "text/javascript; charset=utf-8" } },
  },
];

const editor: readonly ParityCase[] = [
  ...["none", "same-origin", "cross-site"].map((site): ParityCase => ({
    name: `bloomreach: the editor's page comes as a page, also to a navigation that is ${site}`,
    why: "it is the site's own origin: framed by a stranger it could be clicked on; what it sets would be the site's cookies",
    site: "bloomreach",
    send: {
      ...navigation("/br/editor/index.html", site),
      headers: { ...navigation("", site).headers, cookie: "xnpe_PROJ=c0ff; __exponea_etc__=c0ff; session=s3cret" },
    },
    vendor: {
      ...html,
      headers: [
        ...html.headers,
        ["set-cookie", "xnpe_PROJ=fixated"],
        ["content-security-policy", "frame-ancestors *"],
        ["x-frame-options", "ALLOWALL"],
        ["strict-transport-security", "max-age=1"],
        ["cache-control", "public, max-age=31536000"],
        ["expires", "Wed, 22 Nov 2028 00:00:00 GMT"],
        ["etag", '"e1"'],
      ],
    },
    received: { url: "/editor/index.html" },
    answer: {
      status: 200,
      body: html.body,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "x-content-type-options": "nosniff",
        "content-security-policy": "frame-ancestors 'self' shop.example *.shop.example",
        // Who may frame it depends on the host.
        "cache-control": "private, no-cache",
        expires: null,
        etag: '"e1"',
        "x-frame-options": null,
        "strict-transport-security": null,
        "access-control-allow-origin": null,
      },
    },
  })),
  {
    name: "bloomreach: a host that no cookieDomain covers frames its own editor only",
    site: "bloomreach",
    send: {
      ...navigation("/br/editor/index.html"),
      headers: { ...navigation("").headers, host: "preview.example.net" },
    },
    vendor: html,
    answer: { status: 200, body: html.body, headers: { "content-security-policy": "frame-ancestors 'self'" } },
  },
  {
    name: "bloomreach: the editor's scripts are scripts",
    site: "bloomreach",
    send: { path: "/br/editor/1.2.3/main.js" },
    vendor: {
      headers: [
        ["content-type", "application/javascript"],
        ["cache-control", "public, max-age=3600, immutable"],
      ],
      body: "1",
    },
    received: { url: "/editor/1.2.3/main.js" },
    answer: {
      status: 200,
      headers: {
        "content-type": "application/javascript",
        "content-security-policy": null,
        "cache-control": "public, max-age=3600, immutable, stale-while-revalidate=3600, stale-if-error=86400",
      },
    },
  },
  {
    name: "bloomreach: a page that is still the same is nobody else's either",
    why: "what a 304 says replaces what a cache has (RFC 9111 4.3.4)",
    site: "bloomreach",
    send: {
      ...navigation("/br/editor/index.html"),
      headers: { ...navigation("").headers, "if-none-match": '"e1"' },
    },
    vendor: {
      status: 304,
      headers: [
        ["cache-control", "public, max-age=31536000"],
        ["etag", '"e1"'],
      ],
    },
    answer: { status: 304, headers: { "cache-control": "private, no-cache", etag: '"e1"' } },
  },
  {
    name: "bloomreach: an error page in the editor's place stays behind",
    site: "bloomreach",
    send: navigation("/br/editor/gone.html"),
    vendor: { ...html, status: 404 },
    answer: { status: 404, body: "", headers: { "content-type": null } },
    gaps: typedInFront({ status: 404, body: "" }, "text/html"),
  },
  {
    name: "bloomreach: a redirect in the editor's place stays behind",
    site: "bloomreach",
    send: navigation("/br/editor/index.html"),
    vendor: { status: 302, headers: [["location", "https://vendor.example/login"]] },
    answer: { status: 502, code: "upstream_redirect", headers: { location: null } },
  },
  {
    name: "bloomreach: without the editor its pages are no route",
    site: "tokens",
    send: navigation("/br/editor/index.html"),
    vendor: null,
    answer: { status: 404, code: "no_route" },
  },
  {
    name: "bloomreach: a page is a page on the editor's route only",
    site: "bloomreach",
    send: navigation("/br/js/index.html"),
    vendor: html,
    answer: { status: 502, code: "upstream_document" },
  },
];

const command = '{"commands":[{"name":"system/ids","data":{"project_id":"PROJ","cookie":"c0ff"}}]}';
const notTaken = {
  status: 400,
  body: '{"success":false,"dropped":true}',
  headers: { "content-type": "application/json", "cache-control": "no-store" },
};

const refusals: readonly ParityCase[] = [
  ...(["bloomreachConsent", "bloomreachStrip", "bloomreachOff"] as const).map((site): ParityCase => ({
    name: `bloomreach: what goes nowhere is not told to be delivered (${site})`,
    why: "its SDK wants a result for each command, drops what a 400 answers, and sends everything else a hundred times",
    site,
    send: {
      method: "POST",
      path: "/br/bulk",
      headers: { "content-type": "text/plain", cookie: "cc=no" },
      body: command,
    },
    vendor: null,
    answer: notTaken,
  })),
  ...[
    // Its answer could have set a cookie.
    ["/managed-tags/show", "private, no-store"] as const,
    ["/webxp/projects/PROJ/cookies/c0ff/link-ids", "no-store"] as const,
  ].map(([path, caching]): ParityCase => ({
    name: `bloomreach: a denied visitor's call goes nowhere: ${path}`,
    site: "bloomreachConsent",
    send: {
      method: "POST",
      path: `/br${path}`,
      headers: { "content-type": "text/plain", cookie: "cc=no" },
      body: "{}",
    },
    vendor: null,
    answer: { ...notTaken, headers: { ...notTaken.headers, "cache-control": caching } },
  })),
  ...(["bloomreachConsent", "bloomreachStrip"] as const).map((site): ParityCase => ({
    name: `bloomreach: a denied visitor's script is asked for as nobody's (${site})`,
    why: "its address names him, and its cookies, its page and its tags would",
    site,
    send: {
      path: "/br/webxp/script/PROJ/c0ff/modifications.min.js?http-referer=https%3A%2F%2Fwww.shop.example%2F&timeout=4000ms",
      headers: { cookie: "cc=no; session=s3cret", "if-none-match": '"c0ff"' },
    },
    vendor: {
      headers: [
        ["content-type", "text/javascript"],
        ["set-cookie", "xnpe_PROJ=n3w"],
      ],
      body: "1",
    },
    received: {
      url: "/webxp/script/PROJ/new/modifications.min.js",
      headers: { "x-forwarded-for": null, "if-none-match": null },
    },
    answer: { status: 200 },
  })),
  {
    name: "bloomreach: a withdrawal takes the SDK's own cookies too, also those whose names a campaign chose",
    site: "bloomreach",
    send: {
      method: "POST",
      path: "/br/consent/withdraw",
      headers: { "sec-fetch-site": "same-origin", cookie: "__exponea_ab_Hero__=b; __exponea_ab_a, b=c; other=1" },
    },
    vendor: null,
    answer: {
      status: 200,
      setCookies: [
        ...["__exponea_etc__", "xnpe_PROJ", "__exponea_time2__", "__exponea_ab_Hero__"].flatMap((name) => gone(name)),
        twin("fp_withdrawn", "1"),
      ],
    },
  },
  {
    name: "bloomreach: switched off, a script is 503",
    site: "bloomreachOff",
    send: { path: "/br/js/exponea.min.js" },
    vendor: null,
    answer: { status: 503, code: "disabled" },
  },
];

/** What of Bloomreach a browser opens or runs by itself, and what a visitor gets of it who is not to be known. */
export const bloomreachPageCases: readonly ParityCase[] = [...workers, ...editor, ...refusals];
