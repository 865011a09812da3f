import type { Pitfall } from "./pitfall.ts";

const TABLE = "parity/core.test.ts";

/** Those of headers and of what they give away. */
export const headerPitfalls: readonly Pitfall[] = [
  {
    id: "P17",
    elsewhere:
      "The vendor gets the site's session cookies, and 431 where they are large (rewrites of Next.js, Vercel and Netlify; next-plausible#67, posthog.com#20065)",
    here: "Only the cookies that a vendor's data names go up; for Hightouch, none",
    heldBy: [
      {
        file: TABLE,
        test: "the site's cookies stay at home, the vendor's own identity included",
        undo: {
          file: "core/relay/upstream-request.ts",
          from: 'plan.cookiesUp.length === 0 || said === undefined ? ""',
          to: 'plan.cookiesUp.length === 0 || said === undefined ? (request.header("cookie") ?? "")',
        },
      },
    ],
  },
  {
    id: "P18",
    elsewhere:
      "Authorization and every `x-*` are handed on, trusted headers of the caller's making included (Fingerprint's Workers proxy)",
    here: "An allow-list of request headers a route; what core writes itself replaces what was sent",
    heldBy: [
      {
        file: TABLE,
        test: "headers that the route does not name stay at home",
        undo: {
          file: "core/relay/upstream-request.ts",
          from: "for (const name of plan.headersUp) {",
          to: 'for (const name of [...plan.headersUp, "x-forwarded-host", "x-real-ip", "referer", "origin"]) {',
        },
      },
    ],
  },
  {
    id: "P19",
    elsewhere:
      "X-Forwarded-For that is appended to lets visitors choose their address; one that is overwritten behind two proxies names the proxy (planningalerts#2206, doop#10)",
    here: "One address, by the platform or by the operator's own proxies (`trustedHops`, `clientIpHeader`), replaced",
    heldBy: [
      {
        file: TABLE,
        test: "X-Forwarded-For is the platform's address, replaced and never appended to",
        undo: {
          file: "core/relay/upstream-request.ts",
          from: 'headers["x-forwarded-for"] = address;',
          to: 'headers["x-forwarded-for"] = [request.header("x-forwarded-for"), address].filter(Boolean).join(", ");',
        },
      },
      {
        file: TABLE,
        test: "trustedHops: behind two proxies it is the one before the last",
        undo: { file: "core/relay/client-address.ts", from: "addresses.at(-1 - trustedHops)", to: "addresses.at(-1)" },
      },
    ],
  },
  {
    id: "P20",
    elsewhere:
      "From a Cloudflare Worker to a vendor on Cloudflare, `CF-Connecting-IP` is written by the platform and wins (rybbit#1034)",
    here: "Declined: the platform writes it, and nothing that a Worker does changes it. [Known limits](../limits.md) say so",
    heldBy: [],
  },
  {
    id: "P21",
    elsewhere:
      "The vendor's HSTS, Clear-Site-Data, Alt-Svc, NEL, Report-To, WWW-Authenticate or Service-Worker-Allowed act on the customer's domain",
    here: "An allow-list of response headers",
    heldBy: [
      {
        file: TABLE,
        test: "the vendor's harmful headers stay behind",
        undo: {
          file: "core/relay/client-answer.ts",
          from: 'const RETURNED_HEADERS = ["content-language",',
          to: 'const RETURNED_HEADERS = ["strict-transport-security", "content-language",',
        },
      },
    ],
  },
  {
    id: "P22",
    elsewhere: "HTML of a vendor on the customer's origin is script on the customer's origin",
    here: "Documents lose their body or are refused; `nosniff` on everything, and scripts get their type",
    heldBy: [
      {
        file: TABLE,
        test: "HTML in place of a script is never relayed",
        undo: {
          file: "core/relay/client-answer.ts",
          from: "vendorType !== null && DOCUMENT_TYPE.test(vendorType)",
          to: "false",
        },
      },
      {
        file: TABLE,
        test: "an error page keeps its status and loses its body",
        undo: {
          file: "core/relay/client-answer.ts",
          from: "const isWithheld = isDocument || isUnreadable",
          to: "const isWithheld = isUnreadable",
        },
      },
    ],
  },
  {
    id: "P23",
    elsewhere:
      "The visitor's Host or Origin at the vendor: 401, 403, or the wrong tenant (PostHog's and Segment's guides)",
    here: "Host is the upstream's own, Origin stays at home",
    heldBy: [
      {
        file: "unit/upstream-url.test.ts",
        test: "the vendor is asked by its own Host, and does not hear whose page it was",
        undo: {
          file: "core/relay/upstream-request.ts",
          from: 'headers["accept-encoding"] =',
          to: 'headers["host"] = request.host ?? "";\n  headers["accept-encoding"] =',
        },
      },
    ],
  },
  {
    id: "P24",
    elsewhere:
      "Headers of a hop are handed on; a client's `Connection: x-forwarded-for` takes away what the proxy has written (hono 9ae98c94)",
    here: "Only named headers cross, and `Connection` is read in neither direction",
    heldBy: [
      {
        file: TABLE,
        test: "a client's Connection does not take away what goes up",
        undo: {
          file: "core/relay/upstream-request.ts",
          from: 'if (address !== undefined) headers["x-forwarded-for"] = address;',
          to: 'if (address !== undefined && !request.header("connection")?.includes("x-forwarded-for"))\n    headers["x-forwarded-for"] = address;',
        },
      },
      {
        file: TABLE,
        test: "the vendor's headers of a hop stay behind, and what its Connection names",
        undo: {
          file: "core/relay/client-answer.ts",
          from: 'const RETURNED_HEADERS = ["content-language",',
          to: 'const RETURNED_HEADERS = ["keep-alive", "proxy-authenticate", "trailer", "upgrade", "content-language",',
        },
      },
    ],
  },
  {
    id: "P25",
    elsewhere:
      "fetch decodes a body and keeps its Content-Encoding and Content-Length: ERR_CONTENT_DECODING_FAILED (remix#10759, sveltekit#12197, workers-sdk#14419)",
    here: "The labels are those of the bytes that leave",
    heldBy: [
      {
        file: "unit/transport.test.ts",
        test: "a decoded body leaves without the labels of the encoded one",
        undo: {
          file: "core/relay/client-answer.ts",
          from: 'if (contentEncoding !== null && encoding === "decoded" && DECODED.test(contentEncoding)) return;',
          to: "",
        },
      },
    ],
  },
];
